internal import Journal

/// Something that the run leaves to somebody.
public struct OpenItem: Sendable, Hashable {
    public enum Kind: String, Sendable {
        case run, verdict, symptom, step, event
    }

    public let kind: Kind
    /// Of the run, incident, symptom or step.
    public let id: String
    /// Its state, in the journal's word.
    public let state: String
    /// What is to be known of it, for people.
    public let text: String

    static func all(_ run: RunHistory, _ incidents: [ReportedIncident], _ steps: [ReportedStep], _ figures: Figures) -> [OpenItem] {
        var items: [OpenItem] = []
        switch run.state {
        case .running: items.append(OpenItem(kind: .run, id: run.id, state: "running", text: "the run has no end in the journal"))
        case .interrupted: items.append(OpenItem(kind: .run, id: run.id, state: "interrupted", text: "the run was interrupted"))
        case .abandoned, .ended: break
        }
        for incident in incidents {
            guard let verdict = incident.now, verdict.verdict != "clear" else { continue }
            let text = verdict.because.isEmpty ? incident.title : "\(incident.title): \(verdict.because)"
            items.append(OpenItem(kind: .verdict, id: incident.id, state: verdict.verdict, text: text))
        }
        for symptom in incidents.flatMap(\.symptoms) {
            guard let now = symptom.now, now.state != "absent" else { continue }
            let text = now.because.isEmpty ? symptom.text : "\(symptom.text): \(now.because)"
            items.append(OpenItem(kind: .symptom, id: symptom.id, state: now.state, text: text))
        }
        for step in steps where step.isLeftOpen {
            // What nobody could be asked for says itself what it is.
            let title = step.because.hasPrefix(step.title) ? "" : step.title
            let words = [title, step.because, step.reason ?? ""].filter { !$0.isEmpty }
            items.append(
                OpenItem(
                    kind: .step, id: step.id, state: step.word == "declined" ? "declined" : step.state, text: words.joined(separator: ": "))
            )
        }
        let invalid = max(steps.count(where: \.isInvalidEvent), figures.invalidEvents ?? 0)
        if invalid > 0 {
            let text = "\(invalid) event\(invalid == 1 ? " is" : "s are") invalid: a matter of data integrity, to be looked at by a person"
            items.append(OpenItem(kind: .event, id: "invalid_envelope", state: "present", text: text))
        }
        return items
    }
}
