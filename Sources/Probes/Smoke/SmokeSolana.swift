internal import Configuration
internal import Execution
internal import HTTPKit
internal import JSONKit

extension LiveProbes {
    /// `getHealth` of the Solana RPC. Of its address only the origin is shown: keys to such services stand in path and query.
    func smokeSolana(_ limits: ProbeLimits) -> ProbeResult {
        guard let setting = configuration.solanaRPC else {
            return ProbeResult(.unhealthy, "SOLANA_RPC_URL is not set", evidence: ["missing": .array(["SOLANA_RPC_URL"])])
        }
        guard let url = try? HTTPURL.parse(setting.value) else {
            return ProbeResult(.unhealthy, "SOLANA_RPC_URL is not an http or https URL", evidence: ["source": setting.source.words.json])
        }
        var evidence: JSONObject = ["rpc": url.origin.description.json, "source": setting.source.words.json]
        let question = HTTPRequest(
            "POST", url, headers: [HTTPHeader("Content-Type", "application/json")],
            body: Array(#"{"jsonrpc":"2.0","id":1,"method":"getHealth"}"#.utf8), redirects: .refuse, bodyLimit: 1 << 16)
        do throws(HTTPError) {
            let response = try http.send(question, deadline: limits.deadline, cancellation: limits.cancellation)
            evidence["status"] = response.status.json
            evidence["total_ms"] = response.timings.total.json
            let fault = objection(response)
            return ProbeResult(
                fault == nil ? .ok : .unhealthy,
                fault.map { "\(url.origin) \($0)" }
                    ?? "\(url.origin) is healthy, answered within \(Words.duration(response.timings.total))",
                evidence: evidence)
        } catch {
            let result = httpFailure(error, url.origin.description)
            evidence["error"] = error.message.json
            return ProbeResult(result.state, result.summary, evidence: evidence)
        }
    }

    /// nil when the node says of itself that it is well.
    private func objection(_ response: HTTPResponse) -> String? {
        let answer = try? JSONReader().read(response.body)
        if let fault = answer?["error"], !fault.isNull {
            let words = (fault["message"]?.text ?? "an error without words").prefix(200)
            return "is not healthy: \(words)" + (fault["code"]?.int.map { " (\($0))" } ?? "")
        }
        guard (200..<300).contains(response.status) else { return "answers HTTP \(response.status)" }
        return answer?["result"]?.text == "ok" ? nil : "does not answer as a Solana RPC does"
    }
}
