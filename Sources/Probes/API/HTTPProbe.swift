internal import Configuration
internal import Execution
internal import HTTPKit
internal import JSONKit
internal import Runbook
internal import SystemKit

extension LiveProbes {
    /// A request as the runbook's `curl` line asks for it, and what `jq` would have selected.
    func request(_ action: HTTPAction, _ limits: ProbeLimits) -> ProbeResult {
        do throws(HTTPError) {
            let url = try address(action.url)
            let isAPI = try url.origin == HTTPURL.parse(configuration.apiURL.value).origin
            var request = HTTPRequest(action.method, url)
            request.headers = action.headers.map(APIText.header)
            request.body = action.body.map { Array($0.utf8) }
            request.redirects = .sameOrigin(limit: 5)
            let deadline = action.maximumSeconds.map { limits.deadline.orEarlier(.after(milliseconds: $0 * 1000)) } ?? limits.deadline
            // Another host has other limits, and what a line gives a time of its own is not what the others ask.
            guard isAPI, action.maximumSeconds == nil else {
                return judged(try http.send(request, deadline: deadline, cancellation: limits.cancellation), action)
            }
            do throws(APIFailure) {
                return judged(try gate.share(request, deadline: deadline, cancellation: limits.cancellation), action)
            } catch {
                return failure(error, action.url)
            }
        } catch {
            return httpFailure(error, action.url)
        }
    }

    /// A runbook's address on this machine means the configured API.
    func address(_ text: String) throws(HTTPError) -> HTTPURL {
        let url = try HTTPURL.parse(text)
        guard ["localhost", "127.0.0.1"].contains(url.host) else { return url }
        var address = try apiAddress(url.path)
        address.query = url.query
        return address
    }

    /// A path of the configured API. What stands before it in the configured address, as behind a proxy, stays.
    func apiAddress(_ path: String) throws(HTTPError) -> HTTPURL {
        var url = try HTTPURL.parse(configuration.apiURL.value)
        guard url.query == nil else {
            throw HTTPError(.invalidURL, "\(configuration.apiURL.source.words) has a query in the API's address: leave it out")
        }
        if let proxy = HTTPProxy(for: url, environment), url.scheme == .http {
            throw HTTPError(
                .proxied,
                "\(url.origin) is asked through the proxy \(proxy.place) (\(proxy.variable)), whose answers are not the API's: "
                    + "set no_proxy=\(url.host)")
        }
        let base = String(url.path.reversed().drop { $0 == "/" }.reversed())
        url.path = base + path
        return url
    }

    /// Asks the API for one path.
    func ask(_ path: String, _ limits: ProbeLimits) throws(APIFailure) -> HTTPResponse {
        let url: HTTPURL
        do throws(HTTPError) { url = try apiAddress(path) } catch { throw APIFailure(error) }
        return try gate.share(HTTPRequest("GET", url), deadline: limits.deadline, cancellation: limits.cancellation)
    }

    private func judged(_ response: HTTPResponse, _ action: HTTPAction) -> ProbeResult {
        var evidence = APIText.evidence(response)
        let isWell = (200..<400).contains(response.status)
        var summary = "HTTP \(response.status) in \(Words.duration(response.timings.total))"
        if let format = action.writeOut { evidence["write_out"] = writeOut(format, response).json }
        var state: ProbeState = isWell ? .ok : .unhealthy
        if let select = action.select {
            let selection = APIText.select(select, response.body)
            summary += "; \(selection.words)"
            evidence["selected"] = selection.value ?? .null
            evidence["selection"] = selection.words.json
            if selection.value == nil, isWell { state = .failed }
        }
        return ProbeResult(state, summary, evidence: evidence)
    }

    /// `-w @curl-format.txt`: the file beside the runbook's directory if it is there, else the program's own format.
    private func writeOut(_ format: String, _ response: HTTPResponse) -> String {
        guard format.hasPrefix("@") else { return HTTPWriteOut.render(format, response).text }
        let path = configuration.absolute(String(format.dropFirst()))
        let text = (try? Files.read(path, limit: 64 << 10)).map { String(decoding: $0, as: UTF8.self) }
        return HTTPWriteOut.render(text ?? APIText.timings, response).text
    }

    func failure(_ error: APIFailure, _ url: String) -> ProbeResult {
        switch error {
        case .http(let error): httpFailure(error, url)
        case .notAsked(let reason): ProbeResult(.notRun, reason)
        }
    }

    /// The same where nothing but the service's health is asked for: what refuses to be asked was not measured.
    func unmeasured(_ error: APIFailure) -> ProbeResult {
        var result = failure(error, configuration.apiURL.value)
        if result.state == .unhealthy { result.state = .failed }
        return result
    }

    /// Refused, reset and timed out are findings about the service; the rest says that nothing could be measured.
    func httpFailure(_ error: HTTPError, _ url: String) -> ProbeResult {
        let shown = (try? HTTPURL.parse(url))?.description ?? "an address that cannot be read"
        let evidence: JSONObject = ["url": shown.json, "api": configuration.apiURL.source.words.json, "error": error.message.json]
        switch error.kind {
        case .connectionRefused, .connectionReset: return ProbeResult(.unhealthy, error.message, evidence: evidence)
        case .timedOut: return ProbeResult(.timedOut, error.message, evidence: evidence)
        case .cancelled: return ProbeResult(.notRun, "interrupted", evidence: evidence)
        case .libraryMissing: return ProbeResult(.unavailable, error.message, evidence: evidence)
        default: return ProbeResult(.failed, error.message, evidence: evidence)
        }
    }
}

/// Responses as text.
enum APIText {
    /// The timings that a `-w` format usually prints.
    static let timings = """
        dns %{time_namelookup}s  connect %{time_connect}s  tls %{time_appconnect}s  first byte %{time_starttransfer}s  total %{time_total}s\\n
        """

    static func header(_ line: String) -> HTTPHeader {
        let name = line.prefix { $0 != ":" }
        return HTTPHeader(String(name), String(line.dropFirst(name.count + 1).drop { $0 == " " }))
    }

    static func evidence(_ response: HTTPResponse) -> JSONObject {
        [
            "url": response.effectiveURL.description.json, "status": response.status.json, "redirects": response.redirectCount.json,
            "total_ms": response.timings.total.json, "connect_ms": response.timings.connect.json,
            "first_byte_ms": response.timings.startTransfer.json,
            "output": String(decoding: response.body.prefix(4096), as: UTF8.self).json,
        ]
    }

    /// What a path selects, and how to say it. jq prints `null` and exits 0 for what is not there; here that is "not there".
    static func select(_ path: String, _ body: [UInt8]) -> (value: JSONValue?, words: String) {
        do {
            let document = try JSONReader().read(body)
            let found = try document.path(path)
            if found.count > 1 { return (.array(found.compactMap(\.value)), "\(path): \(found.count) values") }
            switch found.first {
            case .found(let value): return (value, "\(path): \(shortened(value))")
            case .null: return (nil, "\(path) is null")
            case .absent(let at): return (nil, "\(at) is not there\(elsewhere(path, document))")
            case .mismatch(let at, let wanted, let got): return (nil, "\(at) wants \(wanted) and meets \(got)")
            case nil: return (nil, "\(path) selects nothing")
            }
        } catch let error as JSONPathError {
            return (nil, "the path \(path) cannot be read: \(error.message)")
        } catch {
            return (nil, "the answer is not JSON")
        }
    }

    /// A real Jarvis has its providers elsewhere than the runbook thinks.
    private static func elsewhere(_ path: String, _ document: JSONValue) -> String {
        guard path.contains("providers"), document["subsystems"]?["llm_providers"] != nil else { return "" }
        return "; this Jarvis has them under .subsystems.llm_providers"
    }

    private static func shortened(_ value: JSONValue) -> String {
        let text = JSONWriter.compact.text(value)
        return text.count > 100 ? text.prefix(100) + "…" : text
    }
}
