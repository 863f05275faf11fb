public import HTTPKit
internal import JSONKit
internal import SystemKit

/// A message for a Slack incoming webhook (api.slack.com, "Sending messages using incoming webhooks", "Block Kit: blocks").
public struct SlackMessage: Sendable {
    static let blockLimit = 50
    static let sectionLimit = 3000
    static let headerLimit = 150
    /// Nowhere documented: Slack answers `msg_blocks_too_long` when all blocks together have some 13 000 characters.
    static let totalLimit = 12_000

    private let notice: IncidentNotice

    public init(_ notice: IncidentNotice) { self.notice = notice }

    /// - Parameter url: the webhook. Its path is the secret.
    public func delivery(to url: HTTPURL) -> Delivery {
        let document: JSONObject = ["text": escaped(notice.summary, SlackMessage.sectionLimit).json, "blocks": .array(blocks)]
        return Delivery(
            post: JSONBody(document), to: url, shownURL: "\(url.origin)/\(ShownRequest.mask)", answer: .slack)
    }

    private var blocks: [JSONValue] {
        var blocks: [JSONValue] = [
            ["type": "header", "text": ["type": "plain_text", "text": escaped(notice.headline, SlackMessage.headerLimit).json]]
        ]
        var room = SlackMessage.totalLimit - SlackMessage.headerLimit
        func add(_ text: String, type: String = "section") {
            guard !text.isEmpty, text.utf16.count <= room, blocks.count < SlackMessage.blockLimit else { return }
            room -= text.utf16.count
            let words: JSONValue = ["type": "mrkdwn", "text": text.json]
            blocks.append(type == "section" ? ["type": "section", "text": words] : ["type": "context", "elements": [words]])
        }
        if let message = notice.message { add(escaped(message, SlackMessage.sectionLimit)) }
        // A fact is cut by itself, so that one long value leaves room for the others.
        let facts = notice.facts.filter { $0.name != "Journal" && $0.name != "Sent by" }
        let each = SlackMessage.sectionLimit / max(1, facts.count) - 40
        add(facts.map { "*\($0.name):* \(escaped($0.value, each))" }.joined(separator: "\n"))
        add(symptoms)
        let ends = notice.facts.filter { $0.name == "Journal" || $0.name == "Sent by" }
        add(ends.map { "\($0.name): \(escaped($0.value, 1000))" }.joined(separator: "\n"), type: "context")
        return blocks
    }

    /// As many as fit in one section; the rest is counted.
    private var symptoms: String {
        guard let all = notice.diagnosis?.symptoms, !all.isEmpty else { return "" }
        var text = "*Symptoms*"
        for (index, symptom) in all.enumerated() {
            let line = "\n• " + escaped(symptom, 800)
            guard text.utf16.count + line.utf16.count <= SlackMessage.sectionLimit - 40 else {
                return text + "\n… \(all.count - index) more"
            }
            text += line
        }
        return text
    }

    /// Slack's three control characters as entities, which no cut parts: no mention, link or channel call can be smuggled in.
    private func escaped(_ text: String, _ limit: Int) -> String {
        TextLimit.cut(text, to: limit) { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(character)
            }
        }
    }
}
