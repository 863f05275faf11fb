extension Runbook {
    /// The runbooks of a directory as one: incidents in the order of their files, whatever was read first.
    ///
    /// An incident whose id another file has too is called by its file as well: `redis-restart`, `nats-restart`. Tables and contacts hold
    /// for all; of one severity the first file's row counts.
    public init(files: [(file: String, runbook: Runbook)]) {
        self.init()
        let sorted = files.sorted { $0.file < $1.file }
        var owners: [String: Set<String>] = [:]
        for (file, runbook) in sorted { for incident in runbook.incidents { owners[incident.id, default: []].insert(file) } }
        var known: Set<Severity> = []
        var owed: Set<String> = []
        for (file, runbook) in sorted {
            for var incident in runbook.incidents {
                incident.file = file
                if owners[incident.id].map({ $0.count > 1 }) == true { incident.rename(Runbook.id(of: incident, file, owners)) }
                incidents.append(incident)
            }
            severities += runbook.severities.filter { known.insert($0.severity).inserted }
            contacts += runbook.contacts.filter { !contacts.contains($0) }
            postIncident += runbook.postIncident.filter { owed.insert($0.text).inserted }
        }
    }

    /// The name of the file in front of the incident's own, unless it says the same; the whole path where that is taken too.
    private static func id(of incident: Incident, _ file: String, _ owners: [String: Set<String>]) -> String {
        let path = file.hasSuffix(".md") ? String(file.dropLast(3)) : file
        let stem = HeadingText.slug(String(path.split(separator: "/").last ?? ""))
        let others = owners[incident.id, default: []].filter { $0 != file }
        let isShared = others.contains { other in
            let name = other.split(separator: "/").last ?? ""
            return HeadingText.slug(String(name.hasSuffix(".md") ? name.dropLast(3) : name)) == stem
        }
        let prefix = isShared ? HeadingText.slug(path) : stem
        return prefix == incident.id ? prefix : "\(prefix)-\(incident.id)"
    }
}
