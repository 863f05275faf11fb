internal import Configuration
public import Execution
internal import HTTPKit
internal import JSONKit
internal import SystemKit

extension LiveProbes {
    /// Tries each configured key at its provider. A key leaves the program in one header of one request to one origin, and nothing of it
    /// is shown: not the key, not its length, not what the provider answers, which may repeat a part of it.
    public func checkAPIKeys(_ limits: ProbeLimits) -> ProbeResult { checkAPIKeys(KeyedProvider.all, limits) }

    func checkAPIKeys(_ table: [KeyedProvider], _ limits: ProbeLimits) -> ProbeResult {
        let keys = table.flatMap(configuredKeys)
        guard !keys.isEmpty else {
            let names = table.flatMap(\.variables).joined(separator: ", ")
            return ProbeResult(.unavailable, "no API key is configured: none of \(names) is set")
        }
        // Side by side: one provider that hangs does not use up the others' time.
        let threads = keys.map { key in try? BlockingThread { ask(key, limits) } }
        let answers = zip(keys, threads).map { key, thread in (key, thread?.value() ?? KeyAnswer(.unknown, "no thread is left")) }
        if limits.cancellation.isCancelled { return ProbeResult(.notRun, "interrupted") }
        return KeyAnswer.result(answers)
    }

    /// A key under two names is tried once.
    private func configuredKeys(_ provider: KeyedProvider) -> [ConfiguredKey] {
        var seen: Set<String> = []
        return provider.variables.compactMap { name in
            guard let setting = configuration.variable(name), seen.insert(setting.value).inserted else { return nil }
            return ConfiguredKey(provider: provider, variable: name, key: setting.value, source: setting.source.words)
        }
    }

    private func ask(_ key: ConfiguredKey, _ limits: ProbeLimits) -> KeyAnswer {
        if let fault = key.fault { return KeyAnswer(.refused, "\(fault); it was not sent") }
        let url: HTTPURL
        switch endpoint(of: key.provider) {
        case .success(let found): url = found
        case .failure(let fault): return KeyAnswer(.unknown, "\(fault.words); the key was not sent")
        }
        let request = HTTPRequest("GET", url, headers: key.headers, redirects: .refuse, bodyLimit: 64 << 10)
        do throws(HTTPError) {
            let response = try http.send(request, deadline: limits.deadline, cancellation: limits.cancellation)
            return KeyAnswer(response, key.provider, url.origin.description)
        } catch {
            return KeyAnswer(.unknown, error.message, origin: url.origin.description)
        }
    }

    /// Without TLS a key goes nowhere but to this machine.
    private func endpoint(of provider: KeyedProvider) -> Result<HTTPURL, EndpointFault> {
        let setting = configuration.variable(provider.override).flatMap { $0.value.isEmpty ? nil : $0 }
        guard let url = try? HTTPURL.parse(setting?.value ?? provider.endpoint), url.user == nil, url.password == nil else {
            return .failure(EndpointFault(words: "\(provider.override) is no plain http or https URL"))
        }
        guard url.scheme == .https || url.isLoopback else {
            return .failure(EndpointFault(words: "\(provider.override) is not https, and not on this machine"))
        }
        return .success(url)
    }
}

private struct EndpointFault: Error { let words: String }

/// A key and where it was found.
private struct ConfiguredKey: Sendable {
    let provider: KeyedProvider
    let variable: String
    let key: String
    let source: String

    /// Why it cannot be a key; nil when it can. Only visible ASCII can stand in the header.
    var fault: String? {
        if key.isEmpty { return "\(variable) is set and empty" }
        return key.utf8.allSatisfy { 0x21...0x7E ~= $0 } ? nil : "\(variable) holds characters that no key has"
    }

    var headers: [HTTPHeader] {
        let own =
            switch provider.header {
            case .bearer: HTTPHeader("Authorization", "Bearer \(key)")
            case .named(let name): HTTPHeader(name, key)
            }
        return [own, HTTPHeader("Accept", "application/json")] + provider.extra.map { HTTPHeader($0.name, $0.value) }
    }
}

/// What a provider thinks of a key.
private struct KeyAnswer: Sendable {
    enum Verdict: String { case valid, limited, refused, unknown }

    let verdict: Verdict
    let words: String
    var status: Int?
    var origin: String?

    init(_ verdict: Verdict, _ words: String, status: Int? = nil, origin: String? = nil) {
        self.verdict = verdict
        self.words = words
        self.status = status
        self.origin = origin
    }

    /// The answer's text is looked at for one word that is known beforehand, and never shown.
    init(_ response: HTTPResponse, _ provider: KeyedProvider, _ origin: String) {
        let status = response.status
        let alsoRefuses =
            provider.alsoRefuses.map { status == $0.status && response.text.lowercased().contains($0.word) } ?? false
        switch status {
        case 200: self.init(.valid, "valid", status: status, origin: origin)
        case 429: self.init(.limited, "valid, and rate limited", status: status, origin: origin)
        case 401, 403: self.init(.refused, "refused (HTTP \(status))", status: status, origin: origin)
        case _ where alsoRefuses: self.init(.refused, "refused (HTTP \(status))", status: status, origin: origin)
        case 300..<400:
            self.init(.unknown, "HTTP \(status), a redirect that no key follows", status: status, origin: origin)
        default: self.init(.unknown, "HTTP \(status)", status: status, origin: origin)
        }
    }

    static func result(_ answers: [(key: ConfiguredKey, answer: KeyAnswer)]) -> ProbeResult {
        let evidence: JSONObject = [
            "keys": .array(
                answers.map { key, answer in
                    [
                        "provider": key.provider.name.json, "variable": key.variable.json, "source": key.source.json,
                        "verdict": answer.verdict.rawValue.json, "because": answer.words.json, "http_status": answer.status.json,
                        "asked": answer.origin.json,
                    ]
                })
        ]
        let verdicts = Set(answers.map(\.answer.verdict))
        let summary = answers.map { key, answer in
            "\(key.provider.name) \(answer.verdict == .unknown ? "not known: " : "")\(answer.words)"
        }.joined(separator: ", ")
        // A key of which nothing is known is not called valid.
        let state: ProbeState = verdicts.contains(.refused) ? .unhealthy : verdicts.contains(.unknown) ? .failed : .ok
        return ProbeResult(state, summary, evidence: evidence)
    }
}
