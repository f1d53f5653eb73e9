"""A web server on the loopback that misbehaves as told, path by path."""
import http.server
import pathlib
import threading


class BadServer:
    """with BadServer(folder) as server: server.how["pack.toml"] = "cut" …

    honest (default) | cut: the first half, then the connection ends | headers: it ends within them | wrong: other bytes, same length |
    portal: a web page with status 200 | endless: a body that does not end | parts: as cut, and its parts do not say where they begin |
    slow: the first half, then waits until `release` | status N | to URL: a redirect
    What is PUT is kept in `put`; how["PUT"] = "status N" refuses it.
    """

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.how, self.asked, self.put = {}, [], {}
        self.waiting, self.release = threading.Event(), threading.Event()

    def __enter__(self):
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                try:
                    outer._answer(self)
                except (BrokenPipeError, ConnectionResetError):
                    pass

            def do_PUT(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                how = outer.how.get("PUT", "status 201")
                if how == "status 201":
                    outer.put[self.path.lstrip("/")] = body
                outer._send(self, int(how.split()[1]), b"")

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.release.set()
        self.server.shutdown()
        self.thread.join(10)
        self.server.server_close()

    def _answer(self, request):
        name = request.path.lstrip("/")
        self.asked.append((name, request.headers.get("Range")))
        how = self.how.get(name, "honest")
        if how.startswith("status"):
            return self._send(request, int(how.split()[1]), b"no")
        if how.startswith("to "):
            request.send_response(302)
            request.send_header("Location", how[3:])
            request.send_header("Content-Length", "0")
            return request.end_headers()
        if how == "headers":
            request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Ty")
            request.close_connection = True
            return None
        if how == "portal":
            return self._send(request, 200, b"<html>Please log in</html>", {"Content-Type": "text/html; charset=utf-8"})
        if how == "endless":
            request.send_response(200)
            request.send_header("Transfer-Encoding", "chunked")
            request.end_headers()
            while not self.release.is_set():
                request.wfile.write(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
            return None
        file = self.folder / name
        if not file.is_file():
            return self._send(request, 404, b"no")
        body = file.read_bytes()
        if how == "wrong":
            body = bytes(b ^ 1 for b in body)
        begin, status, headers = 0, 200, {}
        if (wanted := request.headers.get("Range")) and wanted.startswith("bytes="):
            begin = int(wanted[6:].rstrip("-"))
            if begin >= len(body):
                return self._send(request, 416, b"")
            status, headers = 206, {"Content-Range": f"bytes {begin}-{len(body) - 1}/{len(body)}"}
        first_half = body[begin:max(begin, len(body) // 2)]
        body = body[begin:]
        if how == "parts" and headers:
            headers, first_half = {}, body
        if how in ("cut", "slow", "parts"):
            request.send_response(status)
            for key, value in headers.items():
                request.send_header(key, value)
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(first_half)
            request.wfile.flush()
            if how == "slow":
                self.waiting.set()
                self.release.wait(60)
            request.close_connection = True
            return None
        return self._send(request, status, body, headers)

    @staticmethod
    def _send(request, status, body, headers=None):
        request.send_response(status)
        for key, value in (headers or {}).items():
            request.send_header(key, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)
