"""nginx on the loopback, for tests: its own prefix, a free port, ended by its own process id, never left behind."""
import os
import pathlib
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

CONFIGURATION = """
daemon off;
worker_processes 1;
pid {prefix}/nginx.pid;
error_log {prefix}/error.log warn;
events {{ worker_connections 256; }}
http {{
  access_log {prefix}/access.log;
  client_body_temp_path {prefix}/body; proxy_temp_path {prefix}/proxy; fastcgi_temp_path {prefix}/fastcgi;
  uwsgi_temp_path {prefix}/uwsgi; scgi_temp_path {prefix}/scgi;
  types {{ text/markdown md; application/toml toml; application/json json; image/svg+xml svg; image/jpeg jpg jpeg; image/png png;
           text/html html; }}
  default_type application/octet-stream;
  server {{
    listen 127.0.0.1:{port}{listen};
    root {root};
    {extra}
  }}
}}
"""


def available():
    return shutil.which("nginx") is not None or os.path.exists("/usr/sbin/nginx")


class Nginx:
    """with Nginx(folder_to_serve, scratch_folder) as server: server.url …"""

    def __init__(self, root, prefix, extra="", listen=""):
        self.root, self.prefix, self.extra, self.listen = pathlib.Path(root), pathlib.Path(prefix), extra, listen
        self.prefix.mkdir(parents=True, exist_ok=True)
        self.process = None

    def __enter__(self):
        # A worker that nginx starts as root may run as nobody: it must be able to read what it serves.
        for _ in range(5):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            self.url = f"http://127.0.0.1:{port}/"
            text = CONFIGURATION.format(prefix=self.prefix, port=port, root=self.root, extra=self.extra, listen=self.listen)
            if os.geteuid() == 0:
                text = "user root;\n" + text
            (self.prefix / "nginx.conf").write_text(text)
            program = shutil.which("nginx") or "/usr/sbin/nginx"
            self.process = subprocess.Popen([program, "-p", str(self.prefix), "-c", str(self.prefix / "nginx.conf"),
                                             "-e", str(self.prefix / "error.log")],
                                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if self._answers():
                return self
            self._end()
        raise RuntimeError("nginx does not start: " + (self.prefix / "error.log").read_text(errors="replace"))

    def __exit__(self, *_):
        self._end()

    def requests(self):
        """Lines of the access log so far, without the ones that asked whether the server is up."""
        log = self.prefix / "access.log"
        return [line for line in log.read_text().splitlines() if "/are-you-there" not in line] if log.exists() else []

    def _answers(self):
        for _ in range(100):
            if self.process.poll() is not None:
                return False
            try:
                urllib.request.urlopen(self.url + "are-you-there", timeout=2)
                return True
            except urllib.error.HTTPError:
                return True
            except OSError:
                time.sleep(0.05)
        return False

    def _end(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
