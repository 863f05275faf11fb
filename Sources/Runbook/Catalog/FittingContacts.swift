extension Runbook {
    /// The contacts whose words fit the incident: its severity, or the part of the system it is about.
    public func contacts(for incident: Incident) -> [Contact] {
        let severity = incident.severity?.rawValue ?? ""
        let title = incident.title.lowercased()
        let isInfrastructure = ["memory", "database", "mesh"].contains(where: title.contains)
        return contacts.filter { contact in
            let when = contact.when.lowercased()
            let words = when.split { !$0.isLetter && !$0.isNumber }.map(String.init)
            return words.contains(severity) || words.contains(isInfrastructure ? "infrastructure" : "api")
        }
    }
}
