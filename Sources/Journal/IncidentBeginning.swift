public import JSONKit
public import SystemKit

/// When an incident began, as far as anybody knows. A run's own start is none: whoever looks was told, or saw it, before.
public struct IncidentBeginning: Sendable, Hashable {
    public enum Source: String, Sendable {
        /// A person's word.
        case person
        /// The alert's own time.
        case alert
        /// An earlier look that saw it: it is no younger than that.
        case look
    }

    public let at: Timestamp
    public let source: Source
    /// The alert's name, or the look's run; empty for a person's word.
    public let detail: String

    public init(at: Timestamp, _ source: Source, detail: String = "") {
        self.at = at
        self.source = source
        self.detail = detail
    }

    /// As a run's `began` row keeps it; nil for anything else.
    public init?(_ json: JSONValue?) {
        guard let json, let at = json["at"]?.text.flatMap({ Timestamp(rfc3339: $0) }),
            let source = json["source"]?.text.flatMap(Source.init)
        else { return nil }
        self.init(at: at, source, detail: json["detail"]?.text ?? "")
    }

    public var json: JSONValue { ["at": at.rfc3339.json, "source": source.rawValue.json, "detail": detail.json] }

    /// `by the alert ApiDown`.
    public var words: String {
        switch source {
        case .person: "as a person says"
        case .alert: "by the alert \(detail)"
        case .look: "first seen by run \(detail)"
        }
    }
}

extension Journal {
    /// Rows at the end of the chain that are looked through: the answer must not take longer in an old journal.
    private static let beginningRows = 20_000

    /// Since when an incident has been there, by what was kept before a time: what somebody said of its beginning, else the first look that
    /// saw it since the last one that found it gone. nil where no look saw it.
    ///
    /// - Parameter run: is not looked at; that it sees the incident says nothing of when it began.
    public func beginning(
        of incident: String, in jarvis: JarvisDirectory, before time: Timestamp, except run: String
    ) throws(JournalError) -> IncidentBeginning? {
        // A damaged journal may say any number.
        let last = try head().rows
        let from = last > Journal.beginningRows ? last - Journal.beginningRows : 0
        var ours: [String: JSONObject?] = [:]
        var found: IncidentBeginning?
        // What a look says is looked at from the newest on, until one found it gone.
        _ = try latestJudgement(of: incident, from: from) { (row) throws(JournalError) in
            guard row.at < time, row.run != run else { return false }
            if ours[row.run] == nil {
                let began = try beginning(of: row.run).flatMap { $0.seq >= from ? $0.body : nil }
                ours[row.run] = .some(began.flatMap { JarvisDirectory($0)?.isSame(as: jarvis) == true ? $0 : nil })
            }
            guard let began = ours[row.run]?.flatMap({ $0 }) else { return false }
            switch row.body["verdict"]?.text {
            case "confirmed":
                let said = began["incident_began"].flatMap { IncidentBeginning($0) }
                // What somebody said counts for more than when it was seen.
                if found == nil || found?.source == .look || said != nil {
                    found = said ?? IncidentBeginning(at: row.at, .look, detail: row.run)
                }
                return false
            case "clear": return true
            default: return false
            }
        }
        return found
    }
}
