import Escalation
import HTTPKit
import JSONKit
import Runbook
import TestSupport
import Testing

@Suite(.ownThread) struct SlackTests {
    private func delivery(_ notice: IncidentNotice) throws -> Delivery {
        SlackMessage(notice).delivery(to: try HTTPURL.parse("https://hooks.slack.com/services/T0/B0/abcdefgh"))
    }

    private func texts(_ message: JSONValue) -> [String] {
        (message["blocks"]?.array ?? []).flatMap { block in
            [block["text"]?["text"]?.text].compactMap { $0 } + (block["elements"]?.array ?? []).compactMap { $0["text"]?.text }
        }
    }

    @Test("It has a text for notifications, a header, the facts, the symptoms and the journal's head")
    func parts() throws {
        let message = body(try delivery(notice(message: "I am on it")))
        #expect(message["text"]?.text?.hasPrefix("[critical] API Unresponsive") == true)
        let all = texts(message).joined(separator: "\n")
        for part in ["I am on it", "*Incident:* api-unresponsive", "*Respond within:* 15 min", "• The health check", "12 rows, head abab"] {
            #expect(all.contains(part), "\(part)")
        }
    }

    @Test("Blocks, sections, header and the whole stay within Slack's limits, whatever is told")
    func limits() throws {
        let flood = String(repeating: "&<é", count: 20_000)
        var long = incident()
        long.title = flood
        let message = body(try delivery(notice(long, message: flood, because: flood, symptoms: Array(repeating: flood, count: 300))))
        let blocks = message["blocks"]?.array ?? []
        #expect(blocks.count <= 50 && blocks.count >= 4)
        #expect(blocks.first?["text"]?["text"]?.text.map { $0.utf16.count <= 150 } == true)
        let texts = texts(message)
        #expect(texts.allSatisfy { $0.utf16.count <= 3000 } && texts.map(\.utf16.count).reduce(0, +) <= 13_000)
        #expect(texts.joined().contains("more"))
        #expect((message["text"]?.text?.utf16.count ?? 0) <= 3000)
    }

    @Test("No mention, link or entity can be smuggled in", arguments: ["<!channel>", "<https://evil|x>", "a & b", "&lt;!here&gt;"])
    func escaping(text: String) throws {
        let message = body(try delivery(notice(message: text, because: text, symptoms: [text])))
        for shown in texts(message) + [message["text"]?.text ?? ""] {
            #expect(!shown.contains("<") && !shown.contains(">"))
            // Every & begins one of the three entities.
            #expect(
                shown.split(separator: "&", omittingEmptySubsequences: false).dropFirst().allSatisfy { part in
                    ["amp;", "lt;", "gt;"].contains { part.hasPrefix($0) }
                })
        }
    }

    @Test("The webhook's path is shown nowhere")
    func masked() throws {
        let delivery = try delivery(notice())
        #expect(delivery.target == "https://hooks.slack.com/***")
        #expect(!delivery.shown.text.contains("abcdefgh") && !delivery.shown.text.contains("/T0/"))
    }
}
