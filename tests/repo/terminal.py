"""Runs a program at a terminal of its own (a pty) and answers the questions that it asks there; for tests of passphrase prompts."""
import fcntl
import os
import pty
import select
import subprocess
import termios
import time


class Ended:
    def __init__(self, code, out, err, screen):
        self.code, self.out, self.err, self.screen = code, out, err, screen


def run(command, answers=(), seconds=60, environment=None):
    """`answers`: (part of a question, line to type), in order. Standard output and error are pipes; the terminal is /dev/tty alone.

    Fails where a question comes that was not expected, one does not come, or an answer is shown."""
    master, slave = pty.openpty()

    def take_terminal():
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

    process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               preexec_fn=take_terminal, pass_fds=[slave], env=environment)
    os.close(slave)
    screen, seen, waiting = "", 0, list(answers)
    end = time.monotonic() + seconds
    texts = {process.stdout.fileno(): [], process.stderr.fileno(): []}
    open_streams = {*texts, master}
    try:
        while open_streams & set(texts):
            assert time.monotonic() < end, f"{command}: no end after {seconds} s; the terminal shows {screen!r}"
            for fd in select.select(list(open_streams), [], [], 1)[0]:
                try:
                    more = os.read(fd, 65536).decode(errors="replace")
                except OSError:  # the other side of the pty is gone
                    more = ""
                if not more:
                    open_streams.remove(fd)
                elif fd != master:
                    texts[fd].append(more)
                else:
                    screen += more
                    if screen.endswith(": "):
                        assert waiting, f"{command}: asks, unexpectedly: {screen[seen:]!r}"
                        question, answer = waiting.pop(0)
                        assert question in screen[seen:], f"{command}: asks {screen[seen:]!r}, not {question!r}"
                        seen = len(screen)
                        os.write(master, answer.encode() + b"\n")
        code = process.wait(timeout=10)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(master)
        process.stdout.close()
        process.stderr.close()
    out, err = ("".join(text) for text in texts.values())
    assert not waiting, f"{command}: never asked {waiting[0][0]!r}; {out}{err}"
    for _, answer in answers:
        assert answer not in screen, f"{command}: the terminal shows a passphrase: {screen!r}"
    return Ended(code, out, err, screen)
