import HTTPKit
import TestSupport
import Testing

@Suite(.ownThread) struct WriteOutTests {
    static func response() throws -> HTTPResponse {
        var response = try HTTPResponse(method: "GET", url: HTTPURL.parse("http://u:p@h:81/x"))
        response.status = 503
        response.version = "1.1"
        response.headers = [HTTPHeader("Content-Type", "text/plain")]
        response.timings.total = 1234.5678
        response.timings.connect = 0.05
        response.transfer.downloadBytes = 1000
        return response
    }

    @Test(
        "A format is rendered as curl does",
        arguments: [
            ("%{http_code}\\n", "503\n"), ("%{time_total}s", "1.234568s"), ("%{time_connect}|%{time_redirect}", "0.000050|0.000000"),
            ("100%% of %{size_download}", "100% of 1000"), ("\\t%{content_type}\\r", "\ttext/plain\r"), ("%{speed_download}", "810"),
            ("%{url_effective}", "http://h:81/x"), ("%header{content-type}", "text/plain"), ("%header{none}", ""),
            ("50% off %x", "50% off %x"),
            ("%{open", "%{open"), ("\\", "\\"), ("\\q", "\\q"), ("", ""), ("%", "%"),
            ("%{http_version} %{method} %{scheme}", "1.1 GET HTTP"),
        ])
    func render(format: String, expected: String) throws {
        let rendered = try HTTPWriteOut.render(format, Self.response())
        #expect(rendered.text == expected && rendered.unknown.isEmpty)
    }

    @Test("Variables that nobody knows are reported")
    func unknown() throws {
        let rendered = try HTTPWriteOut.render("a%{time_tea}b%{http_code}%{}", Self.response())
        #expect(rendered.text == "ab503" && rendered.unknown == ["time_tea", ""])
    }

    @Test("What curl itself says about the same URL is the same, but for the times")
    func sameAsCurl() throws {
        try Fixture.with { fixture in
            let server = try PythonServer(manyFacedServer, in: fixture)
            let format =
                "%{http_code} %{http_version} %{size_download} %{num_redirects} %{num_connects} %{remote_ip}:%{remote_port} "
                + "%{url_effective} %{content_type} %{method} %{scheme} %{redirect_url} %{size_upload} %{time_appconnect}\\n"
            for target in ["/echo", "/status/404", "/big/123"] {
                let curl = try ChildProcess(
                    [
                        "curl", "-q", "-s", "--noproxy", "*", "-o", "/dev/null", "-A", "", "-w", format,
                        "http://127.0.0.1:\(server.port)\(target)",
                    ], output: fixture.path("curl.out"))
                #expect(try curl.wait() == 0)
                let response = try send(HTTPRequest(server.url(target)))
                #expect(HTTPWriteOut.render(format, response).text == curl.output)
            }
            server.process.stop()
        }
    }
}
