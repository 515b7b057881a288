"""A screen that nobody sees: Xvfb, whose pixels lie in a file."""

import mmap
import os
import struct
import subprocess

from wallboardd import wait_for


class Screen:
    """An X server on a free display; no ports, no window manager."""

    def __init__(self, directory, width=1280, height=720):
        self.width, self.height = width, height
        self.folder = os.path.join(directory, 'screen')
        os.mkdir(self.folder)
        reading, writing = os.pipe()
        self.process = subprocess.Popen(
            ['Xvfb', '-displayfd', str(writing), '-fbdir', self.folder, '-ac',
             '-nolisten', 'tcp', '-noreset', '-screen', '0',
             '%dx%dx24' % (width, height)],
            pass_fds=[writing], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as answer:
            self.display = ':' + answer.readline().strip()
        path = os.path.join(self.folder, 'Xvfb_screen0')
        wait_for('the screen', lambda: os.path.exists(path))
        with open(path, 'rb') as file:
            self.memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack('>25I', self.memory[:100])
        self.begin = header[0] + header[19] * 12
        self.stride = header[12]

    def rows(self, y, height):
        """The pixels of some rows: four bytes each, blue first."""
        begin = self.begin + y * self.stride
        return self.memory[begin:begin + height * self.stride]

    def pixel(self, x, y):
        at = self.begin + y * self.stride + 4 * x
        blue, green, red = self.memory[at:at + 3]
        return '#%02X%02X%02X' % (red, green, blue)

    def share(self, colour, step=7):
        """How much of the screen has exactly this colour, 0 to 1."""
        wanted = bytes.fromhex(colour[5:7] + colour[3:5] + colour[1:3])
        seen = found = 0
        for y in range(0, self.height, step):
            row = self.rows(y, 1)
            for x in range(0, 4 * self.width, 4 * step):
                seen += 1
                found += row[x:x + 3] == wanted
        return found / seen

    def keys(self, *names):
        subprocess.run(['xdotool', 'key', *names], check=True, timeout=20,
                       env=dict(os.environ, DISPLAY=self.display))

    def point(self, x, y):
        subprocess.run(['xdotool', 'mousemove', str(x), str(y)], check=True,
                       timeout=20,
                       env=dict(os.environ, DISPLAY=self.display))

    def end(self):
        self.memory.close()
        self.process.terminate()
        self.process.wait()
