/// A proxy that stands before an address, as libcurl finds it in the environment.
public struct HTTPProxy: Sendable, Equatable {
    /// The variable that names it: `http_proxy`.
    public let variable: String
    /// Where it is, without user and password.
    public let place: String

    /// nil where none is asked: for this machine's own addresses never.
    public init?(for url: HTTPURL, _ environment: [String: String]) {
        guard !url.isLoopback else { return nil }
        // In capitals `HTTP_PROXY` may come from a request's header in a CGI program: libcurl does not read it.
        let names = (url.scheme == .http ? ["http_proxy"] : ["https_proxy", "HTTPS_PROXY"]) + ["all_proxy", "ALL_PROXY"]
        guard let name = names.first(where: { environment[$0].map { !$0.isEmpty } ?? false }), let value = environment[name] else {
            return nil
        }
        let spared = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
        guard !HTTPProxy.isSpared(url.host, by: spared) else { return nil }
        variable = name
        place =
            (try? HTTPURL.parse(value.contains("://") ? value : "http://\(value)"))?.origin.description ?? "an address that cannot be read"
    }

    /// By a name, a domain with everything below it, or an asterisk.
    private static func isSpared(_ host: String, by list: String) -> Bool {
        list.split { $0 == "," || $0 == " " }.contains { entry in
            let name = entry.lowercased().drop { $0 == "." }
            return entry == "*" || host == name || host.hasSuffix("." + name)
        }
    }
}
