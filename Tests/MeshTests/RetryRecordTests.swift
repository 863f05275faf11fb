import JSONKit
import TestSupport
import Testing

@testable import Mesh

/// An event whose newest record is not the one with its envelope: both speak for it.
@Suite(.ownThread) struct RetryRecordTests {
    private typealias Judge = RetryJudgeTests

    /// A sound event whose latest record came later than the one with the envelope.
    private static func candidate(
        latest change: (inout JSONObject) -> Void = { _ in }, carrier other: (inout JSONObject) -> Void = { _ in },
        doubt: RetryCandidate.Doubt = .none
    ) -> RetryCandidate {
        let sound = Judge.Event().candidate
        var latest: JSONObject = ["event_id": "e1", "status": "pending_publish", "reason": "timeout"]
        var carrier = sound.latest
        change(&latest)
        other(&carrier)
        return RetryCandidate(
            eventID: sound.eventID, was: sound.was, latest: latest, carrier: carrier, firstTimestamp: sound.firstTimestamp, doubt: doubt)
    }

    private static func judge(_ candidate: RetryCandidate) -> RetryItem {
        var judge = RetryJudge(Judge.identity, reseals: false, isAttesting: false)
        return judge.judge(candidate, at: Judge.now)
    }

    @Test("The envelope of an earlier record is sent")
    func earlierEnvelope() {
        #expect(Self.judge(Self.candidate()).disposition == .publish)
        #expect(Self.judge(Self.candidate { $0["envelope"] = "not here" }).disposition == .publish)
    }

    @Test("A hash or a delta that is not the sealed one is an integrity event, in whichever of the records it stands")
    func disagreement() {
        #expect(Self.judge(Self.candidate { $0["state_hash"] = Judge.zeros }).reason == "hash_mismatch")
        #expect(Self.judge(Self.candidate { $0["state_delta"] = ["x": 2] }).reason == "hash_mismatch")
        #expect(Self.judge(Self.candidate(carrier: { $0["state_hash"] = Judge.zeros })).reason == "hash_mismatch")
        #expect(Self.judge(Self.candidate(carrier: { $0["state_delta"] = ["x": 2] })).reason == "hash_mismatch")
    }

    @Test("A hash that the latest record leaves empty is taken from the one with the envelope; one that was computed says more")
    func recordedHash() {
        let hash = StateHash.hex(.object(Judge.Event().delta))
        let empty = Self.candidate(latest: { $0["state_hash"] = "" }, doubt: .open)
        #expect(Self.judge(empty).disposition == .hold && Self.judge(empty).stateHash == hash)
        let nowhere = Self.candidate(carrier: { $0["state_hash"] = "" })
        #expect(Self.judge(nowhere).disposition == .publish && Self.judge(nowhere).stateHash == hash)
    }

    @Test("An id that is no text, because half of a letter stands in it, is named as JSON escapes it")
    func loneSurrogate() throws {
        let record = try #require(try JSONReader(.python).read(Array(#"{"event_id":"a\ud800"}"#.utf8)).object)
        let id = try #require(record["event_id"]?.string)
        let item = Self.judge(
            RetryCandidate(eventID: id, was: .pendingCommit, latest: record, carrier: nil))
        #expect(item.name == #"a\ud800"#)
        #expect(item.eventID == id)
    }
}
