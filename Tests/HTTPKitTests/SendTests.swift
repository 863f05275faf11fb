import SystemKit
import TestSupport
import Testing

@testable import HTTPKit

@Suite(.ownThread) struct SendTests {
    @Test("A status is an answer, whatever it is", arguments: [200, 204, 404, 418, 500, 503])
    func statuses(status: Int) throws {
        try withServer { server in
            let response = try send(HTTPRequest(server.url("/status/\(status)")))
            #expect(response.status == status)
            #expect(response.text == (status == 204 ? "" : "status \(status)"))
            #expect(response.header("content-LENGTH") != nil && !response.bodyTruncated && response.note == nil)
        }
    }

    @Test("Method, headers, body and credentials arrive as they are", arguments: ["GET", "POST", "PUT", "DELETE", "PATCH"])
    func echo(method: String) throws {
        try withServer { server in
            var url = try server.url("/echo/a%20b?c=%26")
            url.user = "ops"
            url.password = "p:w"
            let body: [UInt8]? = method == "GET" ? nil : Array("{\"a\":1}".utf8)
            let headers = [HTTPHeader("X-Test", "a: b"), HTTPHeader("X-Empty", ""), HTTPHeader("Content-Type", "application/json")]
            let text = try send(HTTPRequest(method, url, headers: headers, body: body)).text
            #expect(text.contains("\"method\": \"\(method)\""))
            #expect(text.contains("\"path\": \"/echo/a%20b?c=%26\""))
            #expect(text.contains("[\"x-test\", \"a: b\"]") && text.contains("[\"x-empty\", \"\"]"))
            #expect(text.contains("[\"authorization\", \"Basic b3BzOnA6dw==\"]"))
            #expect(text.contains("\"body\": \"\(method == "GET" ? "" : "{\\\"a\\\":1}")\""))
            #expect(text.contains("[\"content-type\", \"application/json\"]") && !text.contains("expect"))
        }
    }

    @Test("A body is not called a form, an empty POST has a length, HEAD has no body")
    func bodies() throws {
        try withServer { server in
            let text = try send(HTTPRequest("POST", server.url("/echo"))).text
            #expect(text.contains("[\"content-length\", \"0\"]") && !text.contains("content-type"))
            let head = try send(HTTPRequest("HEAD", server.url("/big/1000")))
            #expect(head.status == 200 && head.body.isEmpty && head.header("content-length") == "1000")
        }
    }

    @Test("Requests that would not arrive as they are, are not sent")
    func invalidRequests() throws {
        let url = try HTTPURL.parse("http://127.0.0.1:1/")
        for request in [
            HTTPRequest("GET /x", url), HTTPRequest("", url), HTTPRequest(url, headers: [HTTPHeader("X", "a\r\nEvil: yes")]),
            HTTPRequest(url, headers: [HTTPHeader("X: y", "z")]), HTTPRequest(url, unixSocket: "relative"),
        ] {
            #expect(httpError { try send(request) }?.kind == .invalidRequest)
        }
    }

    @Test("Timings follow one another and sizes are counted")
    func timings() throws {
        try withServer { server in
            let response = try send(HTTPRequest(server.url("/big/5000")))
            let times = response.timings
            #expect(0 < times.connect && times.nameLookup <= times.connect && times.connect <= times.preTransfer)
            #expect(times.preTransfer <= times.startTransfer && times.startTransfer <= times.total)
            #expect(times.tls == 0 && times.redirect == 0)
            let transfer = response.transfer
            #expect(transfer.downloadBytes == 5000 && transfer.remoteAddress == "127.0.0.1" && transfer.remotePort == server.port)
            #expect(transfer.headerBytes > 0 && transfer.requestBytes > 0 && transfer.connections == 1 && response.version == "1.1")
        }
    }

    @Test(
        "A large body is cut at the limit, an endless one too",
        arguments: [("/big/5000", 4999, true), ("/big/5000", 5000, false), ("/endless", 100_000, true), ("/big/10", 0, true)])
    func bodyLimit(target: String, limit: Int, truncated: Bool) throws {
        try withServer { server in
            let response = try send(HTTPRequest(server.url(target), bodyLimit: limit))
            #expect(response.status == 200 && response.body.count == limit && response.bodyTruncated == truncated)
        }
    }

    @Test("A Unix socket takes the place of the host")
    func unixSocket() throws {
        try Fixture.with { fixture in
            let script = """
                import socket, sys
                s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(5)
                print('ready 0')
                while True:
                    c, _ = s.accept(); c.recv(65536); c.sendall(b'HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nunix'); c.close()
                """
            let path = fixture.path("http.sock")
            let server = try PythonServer(script, in: fixture, arguments: [path])
            let url = try HTTPURL.parse("http://docker/info")
            #expect(try send(HTTPRequest(url, unixSocket: path)).text == "unix")
            #expect(httpError { try send(HTTPRequest(url, unixSocket: fixture.path("none.sock"))) }?.kind == .connectionRefused)
            server.process.stop()
        }
    }

    @Test("Without libcurl the package is named")
    func libraryMissing() {
        let error = httpError { try CurlLibrary("libcurl-that-nobody-has.so.99") }
        #expect(error?.kind == .libraryMissing)
        #expect(error?.message.contains("libcurl4") == true)
        #expect(httpError { try CurlLibrary("libc.so.6") }?.kind == .libraryMissing)
    }
}
