import JSONKit
import Mesh
import TestSupport
import Testing

/// Receivers refuse a message id that they know: it goes out once.
@Suite(.ownThread) struct RetryReplayTests {
    private static func history(_ records: [(id: String, status: OutboxStatus, messageID: String?)]) -> OutboxHistory {
        var history = OutboxHistory()
        for (index, record) in records.enumerated() {
            history.add(
                OutboxRecord(
                    eventID: JSONString(record.id), status: record.status, timestamp: RetryJudgeTests.now, reason: nil,
                    place: OutboxPlace(line: index + 1, offset: index * 10, length: 9), hasEnvelope: record.messageID != nil,
                    messageID: record.messageID.map { JSONString($0) }))
        }
        return history
    }

    struct Past: CustomTestStringConvertible {
        let testDescription: String
        let records: [(id: String, status: OutboxStatus, messageID: String?)]
        let publish: String
        let commit: String
    }

    @Test(
        "A message id goes out once, whoever carried it",
        arguments: [
            Past(testDescription: "nothing", records: [], publish: "ok", commit: "ok"),
            Past(testDescription: "waits", records: [("e1", .pendingPublish, "e1")], publish: "ok", commit: "ok"),
            Past(testDescription: "published itself", records: [("e1", .published, nil)], publish: "replay_detected", commit: "ok"),
            Past(
                testDescription: "committed itself", records: [("e1", .committed, nil)], publish: "replay_detected",
                commit: "replay_detected"),
            Past(
                testDescription: "committed, and waits again", records: [("e1", .committed, nil), ("e1", .pendingCommit, nil)],
                publish: "replay_detected", commit: "replay_detected"),
            Past(testDescription: "was invalid", records: [("e1", .invalidEnvelope, nil)], publish: "ok", commit: "ok"),
            Past(
                testDescription: "another event carried it, and was published",
                records: [("e9", .pendingPublish, "e1"), ("e9", .published, nil)], publish: "replay_detected", commit: "replay_detected"),
            Past(
                testDescription: "another event carried it, and waits", records: [("e9", .pendingPublish, "e1")], publish: "ok",
                commit: "ok"),
            Past(testDescription: "another event went out", records: [("e9", .published, "e9")], publish: "ok", commit: "ok"),
        ])
    func replay(test: Past) {
        var event = RetryJudgeTests.Event()
        let history = Self.history(test.records)
        let published = RetryJudgeTests.judge(event, history: history)
        #expect(published.reason == test.publish)
        #expect(published.disposition == (test.publish == "ok" ? .publish : .hold))
        event.was = .pendingCommit
        #expect(RetryJudgeTests.judge(event, attests: true, history: history).reason == test.commit)
        event.was = .pendingPublish
        event.isNaked = true
        #expect(
            RetryJudgeTests.judge(event, reseals: true, history: history).reason
                == (test.publish == "ok" ? "missing_envelope" : test.publish))
    }

    @Test(
        "Of events with one envelope the one that it names goes out, the others are held",
        arguments: [OutboxStatus.pendingPublish, .pendingCommit])
    func copies(was: OutboxStatus) {
        var judge = RetryJudge(RetryJudgeTests.identity, reseals: false, isAttesting: true)
        var event = RetryJudgeTests.Event()
        event.was = was
        let answers = ["e1", "e2", "e3"].map { id in
            event.id = id
            return judge.judge(event.candidate, at: RetryJudgeTests.now).reason
        }
        #expect(answers == ["ok", "replay_detected", "replay_detected"])
    }

    @Test("What is not sent uses no message id up")
    func unused() {
        var judge = RetryJudge(RetryJudgeTests.identity, reseals: false, isAttesting: false)
        var other = RetryJudgeTests.Event()
        other.id = "e0"
        #expect(judge.judge(other.candidate, at: RetryJudgeTests.now).reason == "message_id_mismatch")
        other = RetryJudgeTests.Event()
        other.outside["node_pubkey"] = "node-b"
        #expect(judge.judge(other.candidate, at: RetryJudgeTests.now).disposition == .hold)
        #expect(judge.judge(RetryJudgeTests.Event().candidate, at: RetryJudgeTests.now).disposition == .publish)
        #expect(judge.judge(RetryJudgeTests.Event().candidate, at: RetryJudgeTests.now).reason == "replay_detected")
    }
}
