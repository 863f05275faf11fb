public import Mesh

/// One mesh flag as each place gives it.
public struct MeshFlagFact: Sendable, Hashable {
    /// Where it is written.
    public var place = FlagPlace()
    /// The present variable's value in the service's environment files; nil when it is not set there, or nobody can tell.
    public var fileValue: String?
    /// The older variable's value there; nil when it is not set there.
    public var legacyFileValue: String?
    /// The present variable's value in this program's own environment; nil when it is not set there.
    public var environmentValue: String?
    /// The older variable's value in this program's own environment; nil when it is not set there.
    public var legacyEnvironmentValue: String?
    /// What the service runs with, as its container, its processes or its own report have it; nil when none tells, and when they
    /// contradict each other.
    public var running: Bool?
    /// What the running container was given; nil where that cannot be read, leaves the flag to others, or does not decide.
    public var container: Bool?
    /// What the service's processes have, as the kernel tells it; nil where that may not be read, or leaves the flag to others.
    public var process: Bool?
    /// What the running service reports; nil when it did not answer.
    public var reported: Bool?
    /// What runs after a plain restart, which keeps the container's environment; nil when that cannot be told.
    public var restarted: Bool?

    public init() {}

    /// What the files alone say.
    public var configured: Bool { MeshFlagFact.isOn(fileValue ?? legacyFileValue) }

    /// What a program started here would see: for each variable the process environment before `.env`.
    public var effective: Bool { MeshFlagFact.isOn(environmentValue ?? fileValue ?? legacyEnvironmentValue ?? legacyFileValue) }

    private static func isOn(_ value: String?) -> Bool { value.map(MeshFlags.isTrue) ?? false }

    /// What is taken for true when one answer is needed: the running service's word, else what a program started here would see.
    public var best: Bool { isContradictory ? false : running ?? effective }

    /// Whether what the container was given, what its processes have and what the service reports contradict each other.
    public var isContradictory: Bool { Set([container, process, reported].compactMap(\.self)).count > 1 }

    /// What all of them say that say anything; nil where nobody does, and when they contradict each other.
    public var witnessed: Bool? { isContradictory ? nil : reported ?? process ?? container }

    /// The same value everywhere: for examples and tests.
    public static func all(_ isOn: Bool, running: Bool? = nil) -> MeshFlagFact {
        var fact = MeshFlagFact()
        fact.fileValue = isOn ? "1" : "0"
        fact.running = running ?? isOn
        fact.restarted = fact.running
        return fact
    }

    /// Whether any place says on: what must be assumed when it would be dangerous.
    public var mayBeOn: Bool { configured || effective || running == true || isContradictory || place.unclear != nil }
}

/// Both flags.
public struct MeshFlagFacts: Sendable, Hashable {
    public var sync = MeshFlagFact()
    public var attestation = MeshFlagFact()

    public init() {}

    public init(sync: MeshFlagFact, attestation: MeshFlagFact) {
        self.sync = sync
        self.attestation = attestation
    }

    public subscript(_ flag: MeshFlag) -> MeshFlagFact {
        get { flag == .sync ? sync : attestation }
        set { if flag == .sync { sync = newValue } else { attestation = newValue } }
    }
}

/// The outbox as it was read.
public struct OutboxFacts: Sendable, Hashable {
    public var pendingPublish: [String] = []
    public var pendingCommit: [String] = []
    /// Events recorded `invalid_envelope`, or whose envelope fails validation.
    public var invalid: Set<String> = []
    /// Waiting events that passed validation.
    public var valid: Set<String> = []
    /// Why it could not be read; nil when it could.
    public var unreadable: String?

    public init() {}
}

/// A smoke result as it counts now.
public struct SmokeFacts: Sendable, Hashable {
    public var passed: Bool
    /// Whether all is well that can be looked at before sync was ever on: then it may go on for the first time.
    public var isFirstEnabling: Bool
    /// Why anybody may have written it: the journal that holds it does not verify, or is open to others. nil where it is of trust.
    public var distrust: Distrust?
    /// Why the outbox would not pass them any more; nil while it would.
    public var outboxFault: String?
    /// Milliseconds since it ended.
    public var ageMilliseconds: Double
    /// The flags whose parts were checked.
    public var covered: Set<MeshFlag>
    /// Whether the configuration it covered is still the present one.
    public var isOfThisConfiguration: Bool

    /// Why a result is nobody's word, and what mends that.
    public struct Distrust: Sendable, Hashable {
        public let because: String
        public let mend: String?

        public init(_ because: String, mend: String? = nil) {
            self.because = because
            self.mend = mend
        }
    }

    public init(
        passed: Bool, isFirstEnabling: Bool = false, distrust: Distrust? = nil, ageMilliseconds: Double, covered: Set<MeshFlag>,
        isOfThisConfiguration: Bool
    ) {
        self.passed = passed
        self.isFirstEnabling = isFirstEnabling
        self.distrust = distrust
        self.ageMilliseconds = ageMilliseconds
        self.covered = covered
        self.isOfThisConfiguration = isOfThisConfiguration
    }

    /// How long a result counts: 15 minutes.
    public static let freshMilliseconds = 900_000.0

    /// The name that is typed for a first enabling, and the word for a result that lets it be.
    public static let firstEnable = "first-enable"

    /// Why it does not count for turning a flag on; nil when it does.
    ///
    /// - Parameter asFirst: whether it goes on for the first time, with all that belongs to it.
    public func objection(for flag: MeshFlag, asFirst: Bool = false) -> String? {
        let isFirst = isFirstEnabling && !passed && flag == .sync
        if !passed, !isFirst { return "the smoke checks failed" }
        if let distrust { return distrust.because }
        // An age that cannot be is no age: the clock was moved.
        if ageMilliseconds.isNaN { return "the smoke checks have no age" }
        if ageMilliseconds < 0 { return "the smoke checks are dated in the future" }
        if ageMilliseconds > SmokeFacts.freshMilliseconds { return "the smoke checks are older than 15 minutes" }
        if !isOfThisConfiguration { return "the configuration changed since the smoke checks" }
        if let outboxFault { return "the outbox would not pass them any more (\(outboxFault))" }
        if isFirst, !asFirst { return "the mesh was never on, and the smoke checks allow a first enabling alone" }
        if !covered.contains(flag), !isFirst { return "the smoke checks did not cover \(flag.word)" }
        return nil
    }

    /// What makes it count, as it is typed.
    public func remedy(for flag: MeshFlag) -> String {
        let again = "jarvis-ops mesh smoke \(flag.word)"
        return distrust?.mend.map { "\($0)\n  Then: \(again)" } ?? "Run: \(again)"
    }
}

extension MeshFlag {
    /// The word of the command line: `sync`, `attest`.
    public var word: String { self == .sync ? "sync" : "attest" }

    /// The flag that a variable sets, by its present or its older name.
    public init?(variable: String) {
        guard let flag = MeshFlag.allCases.first(where: { $0.variable == variable || $0.legacyVariable == variable }) else { return nil }
        self = flag
    }
}
