public import JSONKit
public import SystemKit

/// What is about to be done, with what it will overwrite and what takes it back.
public struct StepIntent: Sendable {
    public var step: String
    public var title: String
    public var effect: String
    public var present: JSONObject
    /// The operation and what takes it back, in their own stored form; nil where the step is none.
    public var operation: JSONValue?
    public var undo: JSONValue?
    /// Whether it may end in a commit.
    public var commits: Bool
    /// Of a step that tells people.
    public var telling: Telling?

    public init(
        _ step: String, title: String, effect: String = "", present: JSONObject = JSONObject(), operation: JSONValue? = nil,
        undo: JSONValue? = nil, commits: Bool = false, telling: Telling? = nil
    ) {
        (self.step, self.title, self.effect, self.present) = (step, title, effect, present)
        (self.operation, self.undo, self.commits, self.telling) = (operation, undo, commits, telling)
    }
}

/// What became of a step.
public struct StepEnding: Sendable {
    public var step: String
    /// `done`, `failed`, `skipped`, `not-run`, `unknown`; words of other versions stay what they are.
    public var state: String
    public var title: String?
    public var because: String
    public var evidence: [JSONValue] = []
    /// nil where nothing was said of it.
    public var mayHaveChanged: Bool?
    public var alarm: JSONValue?
    /// A person's word, and whose; nil for the program's own steps.
    public var word: String?
    public var by: JSONObject?
    public var reason: String?
    /// Of a step that told people.
    public var telling: Telling?

    public init(_ step: String, _ state: String, title: String? = nil, because: String = "") {
        (self.step, self.state, self.title, self.because) = (step, state, title, because)
    }

    public var isDone: Bool { state == "done" }
    /// Whether it is known that nothing was changed.
    public var leftAllAsItWas: Bool { state == "not-run" || state == "failed" && mayHaveChanged != true }
}

/// One channel through which people are told.
public struct Telling: Sendable {
    public var action: String
    public var incident: String
    public var target: JSONValue
    /// Of a page; nil for other channels.
    public var dedupKey: String??
    public var because: String
    public var jarvis: JarvisDirectory
    /// How it went; nil before.
    public var answer: JSONObject = [:]

    public init(action: String, incident: String, target: JSONValue, dedupKey: String??, because: String, in jarvis: JarvisDirectory) {
        (self.action, self.incident, self.target) = (action, incident, target)
        (self.dedupKey, self.because, self.jarvis) = (dedupKey, because, jarvis)
    }
}

/// What the rules made of one step, or of all of a long plan.
public struct StepJudgement: Sendable {
    public enum Verdicts: Sendable {
        /// `allowed`, `needs-approval`, `needs-confirmation`, `refused`; each rule with its objection.
        case one(String, because: String, rules: [(rule: String, because: String?)])
        /// How often each was given.
        case summary(steps: Int, counts: [(verdict: String, count: Int)])
    }

    /// nil for the whole plan.
    public let step: String?
    public let verdicts: Verdicts

    public init(_ step: String?, _ verdicts: Verdicts) { (self.step, self.verdicts) = (step, verdicts) }
}

/// Somebody's word for a plan.
public struct GivenApproval: Sendable {
    public let id: String
    public let planHash: String
    /// What was typed; nil for a plain yes.
    public let name: String?
    /// `prompt`, `option`.
    public let means: String?
    public let user: String?
    public let host: String?
    public let terminal: String?
    public let at: Timestamp?

    public init(
        id: String, planHash: String, name: String?, means: String?, user: String?, host: String?, terminal: String?, at: Timestamp?
    ) {
        (self.id, self.planHash, self.name, self.means) = (id, planHash, name, means)
        (self.user, self.host, self.terminal, self.at) = (user, host, terminal, at)
    }
}

/// A watch's verdict that is another one than that of the look before.
public struct VerdictTurn: Sendable {
    public let verdict: RecordedVerdict
    /// nil at the first look.
    public let was: String?
    /// From 1.
    public let look: Int
    public let startedAt: Timestamp?

    public init(_ verdict: RecordedVerdict, was: String?, look: Int, startedAt: Timestamp?) {
        (self.verdict, self.was, self.look, self.startedAt) = (verdict, was, look, startedAt)
    }
}

/// The result of smoke checks, which a flag goes on after.
public struct SmokeWord: Sendable {
    public let passed: Bool
    /// `passed`, `failed`, `first-enable`.
    public let result: String?
    /// Flags by their words.
    public let covered: [String]
    public let fingerprint: String?
    public let checks: [(id: String, state: String, because: String)]
    public let jarvis: JarvisDirectory?

    public init(
        passed: Bool, result: String?, covered: [String], fingerprint: String?, checks: [(id: String, state: String, because: String)],
        in jarvis: JarvisDirectory?
    ) {
        (self.passed, self.result, self.covered) = (passed, result, covered)
        (self.fingerprint, self.checks, self.jarvis) = (fingerprint, checks, jarvis)
    }
}

/// A person's word on an invalid event.
public struct AcknowledgedWord: Sendable {
    public let event: JSONString
    /// SHA-256 of the event's id, and of the record that was looked at.
    public let eventSHA256: String
    public let recordSHA256: String?
    public let reason: String?
    public let invalidReason: String?
    public let recordedAt: String?
    /// Bytes of the outbox before the record; nil when nobody wrote that down.
    public let offset: Int?
    public let by: JSONValue?
    public let jarvis: JarvisDirectory?

    public init(
        _ event: JSONString, eventSHA256: String, recordSHA256: String?, reason: String?, invalidReason: String?, recordedAt: String?,
        offset: Int?, by: JSONValue?, in jarvis: JarvisDirectory?
    ) {
        (self.event, self.eventSHA256, self.recordSHA256) = (event, eventSHA256, recordSHA256)
        (self.reason, self.invalidReason, self.recordedAt) = (reason, invalidReason, recordedAt)
        (self.offset, self.by, self.jarvis) = (offset, by, jarvis)
    }
}

/// A person's word that something was done by hand.
public struct NotedWord: Sendable {
    public let text: String
    public let by: JSONObject?
    public let jarvis: JarvisDirectory?

    public init(_ text: String, by: JSONObject?, in jarvis: JarvisDirectory?) { (self.text, self.by, self.jarvis) = (text, by, jarvis) }
}
