import HTTPKit
import TestSupport
import Testing

@Suite(.ownThread) struct RedirectTests {
    @Test("Redirects on the same origin are followed", arguments: [301, 302, 303, 307, 308])
    func sameOrigin(status: Int) throws {
        try withServer { server in
            let response = try send(
                HTTPRequest("POST", server.url("/to/\(status)/echo"), headers: [HTTPHeader("X-Kept", "yes")], body: Array("hello".utf8)))
            let keeps = status >= 307
            #expect(response.status == 200 && response.redirectCount == 1)
            #expect(response.method == (keeps ? "POST" : "GET"))
            #expect(
                response.text.contains("\"method\": \"\(keeps ? "POST" : "GET")\"")
                    && response.text.contains("\"body\": \"\(keeps ? "hello" : "")\""))
            #expect(response.text.contains("x-kept"))
            #expect(try response.effectiveURL == server.url("/echo") && response.requestedURL == server.url("/to/\(status)/echo"))
            #expect(response.timings.redirect > 0 && response.timings.redirect < response.timings.total)
        }
    }

    @Test("A redirect to elsewhere is the response, with a note", arguments: ["/elsewhere", "/nowhere"])
    func elsewhere(target: String) throws {
        try withServer { server in
            let response = try send(HTTPRequest(server.url(target)))
            #expect(response.status == 302 && response.redirectCount == 0 && response.note != nil)
            #expect(response.redirectURL?.host == (target == "/elsewhere" ? "localhost" : nil))
        }
    }

    @Test("A redirect that is refused is the response")
    func refused() throws {
        try withServer { server in
            let response = try send(HTTPRequest(server.url("/to/302/echo"), redirects: .refuse))
            #expect(try response.status == 302 && response.redirectURL == server.url("/echo"))
        }
    }

    @Test(
        "A loop and a chain that is too long end",
        arguments: [("/loop", 5, true), ("/hops/5", 5, false), ("/hops/6", 5, true), ("/hops/6", 100, true), ("/hops/1", 0, true)])
    func loop(target: String, limit: Int, tooMany: Bool) throws {
        try withServer { server in
            let request = try HTTPRequest(server.url(target), redirects: .sameOrigin(limit: limit))
            let error = httpError { try send(request) }
            #expect(error?.kind == (tooMany ? .tooManyRedirects : nil))
        }
    }
}
