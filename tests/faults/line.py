"""A bad line between kioskctl and a server, on the loopback: slow, dark for a while, cut or reset somewhere, as its random numbers say.

    with Line(port, random.Random(7)) as line: line.cut_every = 200_000; … line.url, line.sent

What it does is read anew for each connection and each piece, so that a test can change it while it works.
"""
import socket
import struct
import threading
import time

PIECE = 4096


class Line:
    def __init__(self, port, numbers):
        self.port, self.numbers = port, numbers
        self.slow_bytes, self.slow_rate = 0, 300       # the first bytes of all come at so many a second
        self.cut_every = None                          # bytes of one connection between two cuts, on average
        self.reset_share = 0.0                         # of the connections: reset instead, somewhere in their first 64 KiB
        self.flap = None                               # (seconds of light, seconds of dark): dark holds back whatever is on its way
        self.on_request = lambda number: None          # called before the n-th request (from 1) goes on
        self.sent = self.lost = self.requests = self.connections = self.cuts = self.resets = 0
        self.lock = threading.Lock()
        self.over = False
        self.began = time.monotonic()

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.listener.settimeout(0.05)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/"
        self.threads = [threading.Thread(target=self._accept)]
        self.threads[0].start()
        return self

    def __exit__(self, *_):
        self.over = True
        for thread in self.threads:
            thread.join(20)
        self.listener.close()

    def _dark(self):
        return self.flap is not None and (time.monotonic() - self.began) % sum(self.flap) >= self.flap[0]

    def _accept(self):
        while not self.over:
            try:
                client, _ = self.listener.accept()
            except TimeoutError:
                continue
            while self._dark() and not self.over:
                time.sleep(0.02)
            with self.lock:
                self.connections += 1
                end = self.numbers.expovariate(1 / self.cut_every) if self.cut_every else None
                hard = self.numbers.random() < self.reset_share
                if hard:
                    end = self.numbers.uniform(0, 65536)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 * PIECE)
            server = socket.create_connection(("127.0.0.1", self.port))
            for side in (client, server):
                side.settimeout(0.05)
            gone = threading.Event()
            for work in ((self._up, client, server, gone), (self._down, client, server, gone, end, hard)):
                thread = threading.Thread(target=work[0], args=work[1:])
                thread.start()
                self.threads.append(thread)

    def _read(self, side, gone):
        while not (self.over or gone.is_set()):
            try:
                return side.recv(PIECE)
            except TimeoutError:
                continue
            except OSError:
                break
        return b""

    def _write(self, side, piece, gone):
        view = memoryview(piece)
        while view and not (self.over or gone.is_set()):
            try:
                view = view[side.send(view):]
            except TimeoutError:
                continue
            except OSError:
                return False
        return not view

    def _up(self, client, server, gone):
        while piece := self._read(client, gone):
            for _ in range(piece.count(b"GET ")):
                with self.lock:
                    self.requests += 1
                    number = self.requests
                self.on_request(number)
            if not self._write(server, piece, gone):
                break
        gone.set()

    def _down(self, client, server, gone, end, hard):
        passed = 0
        while piece := self._read(server, gone):
            while self._dark() and not (self.over or gone.is_set()):
                time.sleep(0.02)
            cut = end is not None and passed + len(piece) >= end
            if cut:
                piece = piece[:int(end) - passed]
            if not self._slowly(client, piece, gone):
                break
            passed += len(piece)
            if cut:
                with self.lock:
                    self.cuts, self.resets = self.cuts + (not hard), self.resets + hard
                break
        if hard:
            with self.lock:
                self.lost += struct.unpack("i", _ioctl_unsent(client))[0]
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        gone.set()
        client.close()
        server.close()

    def _slowly(self, client, piece, gone):
        while piece:
            with self.lock:
                slow = self.slow_bytes > self.sent
                part = piece[:max(1, int(self.slow_rate / 10))] if slow else piece
                self.sent += len(part)
            if not self._write(client, part, gone):
                return False
            piece = piece[len(part):]
            if slow:
                time.sleep(len(part) / self.slow_rate)
        return True


def _ioctl_unsent(side):
    import fcntl
    import termios
    try:
        return fcntl.ioctl(side.fileno(), termios.TIOCOUTQ, b"\0\0\0\0")
    except OSError:
        return b"\0\0\0\0"
