/// The parts of an incident's section. The raw value stands in step ids.
enum PartName: String {
    case symptoms, rules, diagnosis, resolution, recovery, rollback

    /// Reads a label or heading: "Symptoms:", "Recovery Steps", "Rollback Playbook", "Immediate Safety Rules".
    init?(label: String) {
        var text = label.lowercased().trimmedSpaces
        while text.last == ":" { text.removeLast() }
        // A label is a few words; a sentence that begins with one of them is not.
        guard text.utf8.count <= 40 else { return nil }
        switch text {
        case "symptoms", "symptom", "signs": self = .symptoms
        case "diagnosis", "diagnostics", "diagnose", "investigation", "diagnosis steps": self = .diagnosis
        case "resolution", "resolution steps", "mitigation", "remediation", "fix": self = .resolution
        case "recovery", "recovery steps": self = .recovery
        case "rollback", "rollback steps", "rollback playbook", "roll back": self = .rollback
        default:
            guard text.hasSuffix("safety rules") || text == "rules" else { return nil }
            self = .rules
        }
    }
}
