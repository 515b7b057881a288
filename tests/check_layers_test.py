#!/usr/bin/env python3
"""Does check_layers.py find what it is there for?"""

import os
import tempfile
import unittest

import check_layers

GOOD = {
    'README.md': '',
    'proto/base/buf.h': '#include <stdio.h>\n',
    'proto/base/clock.c': 'int x(void) { return time(NULL); }\n',
    'proto/event.h': '#include "base/buf.h"\n',
    'daemon/plan/zone.h': '',
    'daemon/floor/floor.h': '#include "plan/zone.h"\n#include "event.h"\n',
    'daemon/kpi/kpi.h': '#include "floor/floor.h"\n',
    'daemon/ingest/ingest.c': '#include <nng/nng.h>\n',
    'daemon/app/app.h': '#include "kpi/kpi.h"\n#include "app/app.h"\n',
    'daemon/main.c': '#include "app/app.h"\n',
    'display/text/line.c': '#include <SDL2/SDL.h>\n',
}


class Layers(unittest.TestCase):
    def faults(self, **extra):
        """Faults of the good tree with more files: name__of__file='text'."""
        with tempfile.TemporaryDirectory() as root:
            files = dict(GOOD)
            for name, text in extra.items():
                files[name.replace('__', '/').replace('_DOT_', '.')] = text
            for name, text in files.items():
                path = os.path.join(root, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, 'w', encoding='utf-8') as file:
                    file.write(text)
            return list(check_layers.check(root))

    def one(self, wanted, **extra):
        faults = self.faults(**extra)
        self.assertEqual(len(faults), 1, faults)
        self.assertIn(wanted, faults[0])

    def test_a_tree_in_order_has_no_faults(self):
        self.assertEqual(self.faults(), [])

    def test_a_lower_layer_may_not_see_a_higher_one(self):
        self.one('daemon/plan/bad.c:2: includes "kpi/kpi.h"',
                 daemon__plan__bad_DOT_c='\n#include "kpi/kpi.h"\n')

    def test_devices_do_not_see_each_other(self):
        self.one('may not see daemon/ingest',
                 daemon__ingest__ingest_DOT_h='',
                 daemon__push__bad_DOT_c='#include "ingest/ingest.h"\n')

    def test_the_display_does_not_see_the_daemon(self):
        self.one('may not see daemon/plan',
                 display__app__bad_DOT_c='#include "../../daemon/plan/zone.h"')

    def test_an_include_of_a_file_that_is_not_there_is_a_fault(self):
        self.one('not in the layers',
                 display__app__bad_DOT_c='#include "plan/zone.h"\n')

    def test_proto_sees_only_itself(self):
        self.one('proto may not see daemon/plan',
                 proto__bad_DOT_c='#include "../daemon/plan/zone.h"\n')

    def test_an_unknown_layer_is_a_fault(self):
        self.one('does not know',
                 daemon__extra__x_DOT_c='#include "event.h"\n')

    def test_libraries_stay_in_their_places(self):
        self.one('<SDL2/SDL.h>',
                 display__layout__bad_DOT_c='#include <SDL2/SDL.h>\n')
        self.one('<nng/nng.h>',
                 daemon__floor__bad_DOT_c='#  include <nng/nng.h>\n')
        self.one('<sqlite3.h>',
                 daemon__kpi__bad_DOT_c='#include <sqlite3.h>\n')

    def test_clocks_are_read_in_one_file(self):
        self.one('daemon/kpi/bad.c:3: calls time()',
                 daemon__kpi__bad_DOT_c='/* time(NULL)\n */\nx = time(NULL);')
        self.one('calls clock_gettime()',
                 display__app__bad_DOT_c='clock_gettime(CLOCK_REALTIME, &t);')

    def test_words_that_are_no_clocks_pass(self):
        self.assertEqual(
            self.faults(daemon__kpi__ok_DOT_c='char *s = "time(NULL)";\n'
                        'x->time(1); daytime(1); /* clock() */'), [])

    def test_other_names_at_the_top_are_faults(self):
        self.one('tools: not one of the names', tools__x_DOT_py='')


if __name__ == '__main__':
    unittest.main()
