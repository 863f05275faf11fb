internal import Execution
internal import JSONKit
internal import Journal
internal import Probes
internal import SystemKit

/// What an earlier look at the same Jarvis saw of its API's own counts.
enum EarlierTraffic {
    /// Milliseconds: an older look would hide what began since in what was before.
    private static let oldest: Int64 = 300_000

    static func of(_ jarvis: JarvisDirectory, _ world: World) -> @Sendable (String) -> (traffic: ServiceTraffic, milliseconds: Double)? {
        { url in
            let now = Timestamp.now()
            let journal = JournalAccess.forReading(world).relied
            let rows = try? journal?.observations(of: "check/api", since: Timestamp(milliseconds: now.milliseconds - oldest))
            for row in (rows ?? []).reversed() where row.at <= now {
                let evidence = row.body["evidence"]
                guard evidence?["url"]?.text == url, let traffic = ServiceTraffic(evidence?["traffic"]),
                    let began = try? journal?.rows(run: row.run).first, JarvisDirectory(began.body)?.isSame(as: jarvis) == true
                else { continue }
                return (traffic, Double(now.milliseconds - row.at.milliseconds))
            }
            return nil
        }
    }
}
