import Escalation
import HTTPKit
import JSONKit
import Runbook
import TestSupport
import Testing

@Suite(.ownThread) struct PagerDutyTests {
    private let key = "0123456789abcdef0123456789abcdef"

    private func delivery(_ notice: IncidentNotice, dedupKey: String = "open-1") throws -> Delivery {
        PagerDutyEvent(notice, dedupKey: dedupKey).delivery(to: try HTTPURL.parse(PagerDutyEvent.publicAddress), routingKey: key)
    }

    @Test(
        "A trigger has what the API requires, in the words that it takes",
        arguments: [
            (.critical, "critical"), (.high, "error"), (.medium, "warning"), (.low, "info"), (nil, "warning"),
        ] as [(Severity?, String)])
    func trigger(severity: Severity?, word: String) throws {
        let event = body(try delivery(notice(incident("API Unresponsive", severity))))
        #expect(event["routing_key"]?.text == key && event["event_action"]?.text == "trigger" && event["dedup_key"]?.text == "open-1")
        let payload = event["payload"]
        #expect(
            payload?["severity"]?.text == word && payload?["source"]?.text == "ops1" && payload?["component"]?.text == "api-unresponsive")
        #expect(payload?["summary"]?.text?.hasSuffix("(api-unresponsive on ops1): The health check is failing: 20 of 20") == true)
        #expect(payload?["timestamp"]?.text?.hasPrefix("2026-") == true)
        #expect(payload?["custom_details"]?["Journal"]?.text == "12 rows, head " + String(repeating: "ab", count: 32))
    }

    @Test("What acknowledges or resolves names the key, and nothing else", arguments: [EscalationAction.acknowledge, .resolve])
    func others(action: EscalationAction) throws {
        let event = body(try delivery(notice(incident(), action)))
        #expect(event.object?.keys == ["routing_key", "event_action", "dedup_key"])
        #expect(event["event_action"]?.text == action.rawValue)
    }

    @Test("A summary has at most 1024 characters", arguments: [900, 1023, 1024, 1025, 5000])
    func summary(length: Int) throws {
        let long = String(repeating: "ü", count: length)
        let text = body(try delivery(notice(symptoms: [long])))["payload"]?["summary"]?.text ?? ""
        #expect(text.utf16.count <= 1024 && !text.isEmpty && text.hasSuffix("…") == (length > 950))
    }

    @Test("A body stays under 512 KB whatever is told, and the essentials stay in it")
    func size() throws {
        let flood = String(repeating: "\u{1F525}\"\\", count: 40_000)
        let delivery = try delivery(
            notice(message: flood, because: flood, symptoms: Array(repeating: flood, count: 400)),
            dedupKey: String(repeating: "k", count: 300))
        #expect(bytes(delivery).count <= 512_000)
        let event = body(delivery)
        #expect(event["dedup_key"]?.text?.utf16.count == 255)
        #expect(event["payload"]?["custom_details"]?["Message"]?.text?.isEmpty == false)
    }

    @Test("The key is shown nowhere")
    func masked() throws {
        let shown = try delivery(notice()).shown
        #expect(!shown.text.contains(key) && shown.text.contains("\"routing_key\": \"***\""))
        #expect(shown.json["body"]?["routing_key"]?.text == "***")
    }
}
