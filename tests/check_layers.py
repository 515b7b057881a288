#!/usr/bin/env python3
"""Who may include whom: the layers of the source, kept by a test.

    check_layers.py [ROOT]

Prints one line per fault and exits with 1 when there are any. Checked are the
#include lines of proto/, daemon/ and display/ (our own headers by layer,
libraries by place), that clocks are read in one file only, and the names at
the top of the tree. The layers are those of README.md, "Architecture".
"""

import os
import re
import subprocess
import sys

TOP = {'daemon', 'display', 'proto', 'assets', 'tests', 'meson.build',
       'README.md', 'LICENSE'}

# layer -> the layers it may include from, besides itself
PROTO = {'proto', 'proto/base'}


def daemon(*names):
    return PROTO | {'daemon/' + name for name in names}


def display(*names):
    return PROTO | {'proto/locale'} | {'display/' + name for name in names}


ALLOWED = {
    'proto/base': set(),
    'proto': {'proto/base'},
    'proto/locale': {'proto', 'proto/base'},
    # the pure core: each sees what is below it
    'daemon/plan': daemon(),
    'daemon/floor': daemon('plan'),
    'daemon/forecast': {'proto/base'},
    'daemon/kpi': daemon('plan', 'floor', 'forecast'),
    'daemon/alert': daemon('plan', 'floor', 'forecast', 'kpi'),
    'daemon/view': daemon('plan', 'floor', 'kpi', 'alert'),
    # the devices: none sees another, but for the loop and the way out
    'daemon/config': daemon('plan'),
    'daemon/loop': daemon(),
    'daemon/ingest': daemon('loop'),
    'daemon/store': daemon(),
    'daemon/journal': daemon('store'),
    'daemon/history': daemon('store'),
    'daemon/saved': daemon('store'),
    'daemon/notify': daemon('loop', 'store', 'plan') | {'proto/locale'},
    'daemon/push': daemon('loop'),
    'daemon/emit': daemon('loop'),
    'daemon/acd': daemon('loop', 'emit'),
    'daemon/sim': daemon('loop', 'emit'),
    'display/model': display(),
    'display/layout': display('model'),
    'display/text': display('layout'),
    'display/draw': display('layout', 'text', 'model'),
    'display/net': display('model', 'layout'),
    'display/present': display('layout', 'draw'),
}

# the places where components meet: main programs, and app/
MEETING = {'daemon', 'daemon/app', 'display', 'display/app'}

# library header -> where it may be included (folders, or files by pattern)
LIBRARIES = [
    (r'SDL2?/|SDL', r'display/(text|draw|present|app)/'),
    (r'libwebsockets\.h',
     r'daemon/(loop|push)/|daemon/acd/[a-z_]*connection\.c|display/net/'),
    (r'nng/', r'daemon/(ingest|emit)/'),
    (r'sqlite3\.h', r'daemon/(store|journal|history|notify|saved)/'),
    (r'curl/', r'daemon/notify/'),
    (r'yaml\.h', r'daemon/config/'),
    (r'zlib\.h', r'daemon/push/'),
    (r'fribidi', r'display/text/'),
    (r'cairo', r'display/(text|draw)/'),
    (r'png\.h', r'display/(draw|present|app)/'),
]

CLOCK_FILE = 'proto/base/clock.c'
# nng_cv_until() waits by a clock of NNG's own
CLOCK_EXCEPTIONS = {('daemon/emit/request.c', 'nng_clock')}
CLOCKS = re.compile(
    r'\b(clock_gettime|gettimeofday|timespec_get|ftime|lws_now_usecs|'
    r'lws_now_secs|nng_clock|SDL_GetTicks(64)?|SDL_GetPerformanceCounter|'
    r'clock|time)\s*\(')
# a declaration or a member of that name is no call
NOT_A_CALL = re.compile(r'(\.|->|\bwb_ms |\bint |\bvoid |\blong )\s*$')

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include(_next)?[ \t]*([<"])([^>"]+)[>"]',
                     re.M)
NO_CODE = re.compile(r'/\*.*?\*/|"(\\.|[^"\\\n])*"|\'(\\.|[^\'\\\n])*\'', re.S)


def layer_of(path):
    """daemon/floor/x.c -> daemon/floor; daemon/x.c -> daemon"""
    parts = path.split('/')[:-1]
    return '/'.join(parts[:2])


def resolve(root, path, name):
    """The file that #include "name" in `path` means, or None."""
    folders = [os.path.dirname(path), 'proto', path.split('/')[0]]
    for folder in folders:
        candidate = os.path.normpath(os.path.join(folder, name))
        if os.path.isfile(os.path.join(root, candidate)):
            return candidate
    return None


def check_own(root, path, name):
    target = resolve(root, path, name)
    if target is None:
        return f'includes "{name}", which is not in the layers it may see'
    layer, other = layer_of(path), layer_of(target)
    if layer in MEETING:
        if other.split('/')[0] in ('proto', path.split('/')[0]):
            return None
    elif layer == other or other in ALLOWED.get(layer, set()):
        return None
    if layer not in ALLOWED and layer not in MEETING:
        return f'is in "{layer}", a layer that check_layers.py does not know'
    return f'includes "{name}": {layer} may not see {other}'


def check_library(path, name):
    for header, places in LIBRARIES:
        if re.match(header, name) and not re.match(places, path):
            return f'includes <{name}>, which belongs in {places}'
    return None


def line_of(text, at):
    return text.count('\n', 0, at) + 1


def check_clocks(path, text):
    if path == CLOCK_FILE:
        return
    # same length, so that the lines stay right
    code = NO_CODE.sub(lambda m: re.sub(r'[^\n]', ' ', m.group()), text)
    for call in CLOCKS.finditer(code):
        if (path, call.group(1)) in CLOCK_EXCEPTIONS:
            continue
        if not NOT_A_CALL.search(code, 0, call.start()):
            yield (line_of(code, call.start()),
                   f'calls {call.group(1)}(): clocks are read in '
                   f'{CLOCK_FILE} only')


def check_file(root, path):
    with open(os.path.join(root, path), encoding='utf-8') as file:
        text = file.read()
    for match in INCLUDE.finditer(text):
        name = match.group(3)
        if match.group(2) == '"':
            fault = check_own(root, path, name)
        else:
            fault = check_library(path, name)
        if fault:
            yield line_of(text, match.start(2)), fault
    yield from check_clocks(path, text)


def source_files(root):
    for top in ('proto', 'daemon', 'display'):
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                if name.endswith(('.c', '.h')):
                    full = os.path.join(folder, name)
                    yield os.path.relpath(full, root)


def top_names(root):
    """What is tracked; without git, what is there and no build folder."""
    try:
        listing = subprocess.run(['git', '-C', root, 'ls-files', '-z'],
                                 capture_output=True, check=True).stdout
        names = {name.split('/')[0]
                 for name in listing.decode().split('\0') if name}
    except (OSError, subprocess.CalledProcessError):
        names = set()
    if not names:
        names = {name for name in os.listdir(root)
                 if not name.startswith(('build', 'node_modules'))}
    return {name for name in names if not name.startswith('.')}


def check(root):
    """Every fault, as a line of text."""
    for name in sorted(top_names(root) - TOP):
        yield f'{name}: not one of the names at the top of the tree'
    for path in source_files(root):
        for line, fault in check_file(root, path):
            yield f'{path}:{line}: {fault}'


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(
        os.path.dirname(os.path.abspath(__file__)), '..')
    faults = list(check(os.path.normpath(root)))
    for fault in faults:
        print(fault)
    print(f'{len(faults)} faults')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
