import HTTPKit
import SystemKit
import TestSupport
import Testing

@Suite(.ownThread) struct FailureTests {
    @Test(
        "Ways to break a connection are told apart",
        arguments: [
            ("/reset", HTTPError.Kind.connectionReset), ("/close", .connectionReset), ("/short", .connectionReset),
            ("/garbage", .protocolError),
            ("/headers", .protocolError),
        ])
    func broken(target: String, kind: HTTPError.Kind) throws {
        try withServer { server in
            let request = try HTTPRequest(server.url(target))
            let error = httpError { try send(request) }
            #expect(error?.kind == kind, "\(error?.message ?? "no error")")
        }
    }

    @Test("A port that nobody listens on refuses", arguments: ["127.0.0.1", "localhost"])
    func refused(host: String) throws {
        let url = try HTTPURL.parse("http://\(host):\(FreePort.find())/")
        #expect(httpError { try send(HTTPRequest(url)) }?.kind == .connectionRefused)
    }

    /// With a proxy in the environment it is the proxy that looks names up.
    @Test("A name that does not exist is not resolved", .enabled(if: ProcessEnvironment.snapshot()["http_proxy"] == nil))
    func unknownHost() throws {
        let url = try HTTPURL.parse("http://no-such-host.invalid/")
        #expect(httpError { try send(HTTPRequest(url)) }?.kind == .nameNotResolved)
    }

    @Test("A time-out says whether there was a connection", arguments: [(true, HTTPError.Phase.connect), (false, .response)])
    func blackHole(full: Bool, phase: HTTPError.Phase) throws {
        let listener = try SilentListener(full: full)
        let url = try HTTPURL.parse("http://127.0.0.1:\(listener.port)/")
        let error = patiently { deadline in
            httpError { try send(HTTPRequest(url), deadline: deadline) }
        } until: {
            $0?.kind == .timedOut(phase)
        }
        #expect(error?.kind == .timedOut(phase))
    }

    @Test("A body that only drips ends at the deadline")
    func drip() throws {
        try withServer { server in
            let request = try HTTPRequest(server.url("/drip"))
            let error = patiently { deadline in
                httpError { try send(request, deadline: deadline) }
            } until: {
                $0?.kind == .timedOut(.response)
            }
            #expect(error?.kind == .timedOut(.response))
        }
    }

    @Test("A deadline that has passed already sends nothing")
    func passed() throws {
        let url = try HTTPURL.parse("http://127.0.0.1:1/")
        #expect(httpError { try send(HTTPRequest(url), deadline: .after(milliseconds: -1)) }?.kind == .timedOut(.connect))
    }

    @Test("Cancelling ends a wait for an answer at once")
    func cancelled() throws {
        try withServer { server in
            let request = try HTTPRequest(server.url("/silent"))
            let cancellation = try Cancellation()
            let error = try cancelling(cancellation, when: "the server was asked", { server.process.output.contains("asked") }) {
                httpError { try HTTPClient().send(request, deadline: .generous, cancellation: cancellation) }
            }
            #expect(error?.kind == .cancelled)
        }
    }

    @Test("A server without TLS is a TLS error over https")
    func tls() throws {
        try withServer { server in
            let url = try HTTPURL.parse("https://127.0.0.1:\(server.port)/echo")
            #expect(httpError { try send(HTTPRequest(url)) }?.kind == .tls)
        }
    }
}
