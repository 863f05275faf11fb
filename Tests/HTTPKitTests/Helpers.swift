import HTTPKit
import SystemKit
import TestSupport

/// A server whose paths each behave in one way; it serves every connection on a thread of its own.
let manyFacedServer = """
    import json, socket, struct, sys, time
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
    class H(BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'
        def log_message(self, *a): pass
        def answer(self, status, body=b'', **headers):
            self.send_response(status)
            for k, v in headers.items(): self.send_header(k.replace('_', '-'), v)
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            if self.command != 'HEAD': self.wfile.write(body)
        def reset(self):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            self.close_connection = True
            self.connection.close()
        def go(self):
            n = int(self.headers.get('Content-Length') or 0)
            body = self.rfile.read(n)
            part = self.path.split('?')[0].strip('/').split('/')
            what = part[0]
            if what == 'echo':
                said = {'method': self.command, 'path': self.path, 'body': body.decode('latin-1'),
                        'headers': [[k.lower(), v] for k, v in self.headers.items()]}
                self.answer(200, json.dumps(said).encode(), Content_Type='application/json')
            elif what == 'status': self.answer(int(part[1]), b'status ' + part[1].encode())
            elif what == 'to': self.answer(int(part[1]), b'', Location='/' + '/'.join(part[2:]))
            elif what == 'elsewhere': self.answer(302, b'', Location='http://localhost:%d/echo' % port)
            elif what == 'nowhere': self.answer(302, b'', Location='ftp://example.com/')
            elif what == 'loop': self.answer(307, b'', Location='/loop')
            elif what == 'hops':
                left = int(part[1])
                self.answer(302, b'', Location='%d' % (left - 1)) if left else self.answer(200, b'arrived')
            elif what == 'big': self.answer(200, b'x' * int(part[1]))
            elif what == 'endless':
                self.send_response(200); self.end_headers(); self.close_connection = True
                try:
                    while True: self.wfile.write(b'y' * 65536)
                except OSError: pass
            elif what == 'headers':
                self.send_response(200)
                for i in range(5000): self.send_header('X-%d' % i, 'z' * 100)
                self.end_headers()
            elif what == 'drip':
                self.send_response(200); self.send_header('Content-Length', '1000000'); self.end_headers()
                try:
                    while True: self.wfile.write(b'.'); self.wfile.flush(); time.sleep(0.005)
                except OSError: pass
            elif what == 'silent': print('asked', flush=True); time.sleep(3600)
            elif what == 'reset': self.reset()
            elif what == 'close': self.close_connection = True
            elif what == 'short':
                self.send_response(200); self.send_header('Content-Length', '100'); self.end_headers()
                self.wfile.write(b'abc'); self.close_connection = True
            elif what == 'garbage': self.wfile.write(b'+OK this is not http\\r\\n'); self.close_connection = True
            else: self.answer(404)
        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = go
    class S(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128
        def handle_error(self, *a): pass
    s = S(('127.0.0.1', 0), H); port = s.server_address[1]
    print('ready', port)
    s.serve_forever()
    """

extension PythonServer {
    func url(_ target: String) throws -> HTTPURL { try HTTPURL.parse("http://127.0.0.1:\(port)\(target)") }
}

func withServer<Result>(_ body: (PythonServer) throws -> Result) throws -> Result {
    try Fixture.with { fixture in
        let server = try PythonServer(manyFacedServer, in: fixture)
        defer { server.process.stop() }
        return try body(server)
    }
}

func send(_ request: HTTPRequest, deadline: Deadline = .generous) throws -> HTTPResponse {
    try HTTPClient().send(request, deadline: deadline, cancellation: Cancellation())
}

/// The error that `body` ends with; nil when it ends well.
func httpError<Value>(_ body: () throws -> Value) -> HTTPError? {
    do { _ = try body() } catch { return error as? HTTPError }
    return nil
}
