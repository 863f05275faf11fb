/// Redis as it is called inside compose's network, and as it can be reached from here.
enum RedisAddress {
    private static let defaultPort = 6379

    /// `redis://:secret@redis:6379/0` → `redis://:secret@127.0.0.1:6380/0` when `redis` is a service (or container) that publishes a
    /// port; every other address stays as it is.
    static func reachable(_ setting: Setting, _ compose: ComposeFile?) -> Setting {
        let url = setting.value
        guard let compose, let start = authority(url) else { return setting }
        let all = url[start...].prefix { !"/?#".contains($0) }
        let host = all.lastIndex(of: "@").map { all[all.index(after: $0)...] } ?? all
        let parts = host.split(separator: ":", omittingEmptySubsequences: false)
        let port = parts.count > 1 ? Int(parts[1]) ?? defaultPort : defaultPort
        guard let name = parts.first, let service = compose.service(named: String(name)),
            let published = service.ports.first(where: { $0.container == port }) ?? service.ports.first
                ?? (service.usesHostNetwork ? .init(host: port, container: port) : nil)
        else { return setting }
        let how = service.usesHostNetwork ? "listens on" : "publishes"
        let words = "\(setting.source.words); service \(service.name) of the compose file \(how) port \(published.host)"
        return Setting(url[..<host.startIndex] + "127.0.0.1:\(published.host)" + url[host.endIndex...], .composeFile(words))
    }

    /// Where the part after `://` begins; a socket's address has none that matters.
    private static func authority(_ url: String) -> String.Index? {
        guard let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("://") else { return nil }
        return url.index(colon, offsetBy: 3)
    }
}
