internal import Configuration
internal import Journal
internal import Mesh
internal import Operations
internal import Planning
internal import Probes
internal import Safety
internal import SystemKit
internal import TerminalKit

/// The waiting events, judged, and the plan that sends them.
struct WaitingEvents {
    let session: RetrySession
    let plan: Plan

    init(_ sending: Sending, _ facts: inout Facts, _ moment: DecisionMoment) throws(OpsError) {
        let (target, access) = (moment.target, moment.access)
        session = try target.waitingEvents(sending, facts, moment)
        facts.outbox = session.facts(facts.outbox)
        facts.directoryTrouble = facts.directoryTrouble ?? target.outboxTrouble
        if WaitingEvents.needsSmoke(session, facts) { facts.smoke = try SmokeRun.first(for: facts, target, access) }
        plan = session.plan(askedBefore: access.unknownCommits(session, of: target.jarvis).union(session.openCommits))
    }

    /// What a rule says against the retry as such, whatever the events are; nil: nothing.
    func refusal(_ facts: Facts) -> Decision? {
        // What refuses one event refuses all of them.
        guard Policy().decideAsAWhole(SendPlanner.plan(Array(session.all.prefix(1))), facts).isRefused else { return nil }
        let decision = asAWhole(facts)
        return decision.refusals.contains { !$0.isCircumstance } ? decision : nil
    }

    /// All that waits, whatever each of them is like: what is decided about when nothing can be validated.
    func asAWhole(_ facts: Facts) -> Decision { Policy().decideAsAWhole(SendPlanner.plan(session.all), facts) }

    /// In production with sync off a retry is allowed after smoke checks that passed; when none are fresh they are run first.
    private static func needsSmoke(_ session: RetrySession, _ facts: Facts) -> Bool {
        // Where the journal is damaged nothing will be sent, whatever they say.
        if case .damaged = facts.journal { return false }
        guard facts.deployment == .production, facts.flags.sync.running != true, !session.items.isEmpty, session.isConfigured else {
            return false
        }
        // One that failed is run again: what was wrong may be mended.
        return facts.smoke.map { $0.objection(for: .sync) != nil } ?? true
    }
}

extension JarvisTarget {
    /// The events that wait in the outbox, judged.
    ///
    /// Under the lock the outbox will be appended to.
    ///
    /// - Throws: `OpsError` 66 when the outbox cannot be read, 74 when it shall be written and cannot, 75 when another retry writes it.
    fileprivate func waitingEvents(
        _ sending: Sending, _ facts: Facts, _ moment: DecisionMoment
    ) throws(OpsError) -> RetrySession {
        // Another's outbox may hold what is not this Jarvis's to send.
        if configuration.outbox.source == .builtIn, let fault = configuration.composeFault {
            throw OpsError(
                "outbox-unknown", "which outbox is this Jarvis's is not known: \(fault), and it may name another",
                hint: "Make it readable, or name the outbox: --outbox FILE", exitCode: ExitCodes.missingInput)
        }
        // Events go where the running service's own would.
        let settings = RetrySettings(
            probes.meshRunning(limits).configuration, reseals: sending.reseals, isAttesting: facts.flags.attestation.best)
        do throws(SystemError) {
            return try RetrySession(
                settings, limit: sending.limit, forSending: moment.isLocked, acknowledged: moment.access.acknowledgedRecords,
                looking: limits, validated: moment.validated, now: Timestamp.microsecondsNow())
        } catch {
            if error.code == SystemError.lockedCode { throw OpsError(lockedOutbox: settings.outboxPath) }
            // It was read before anybody was asked, so that now only writing can be at fault.
            throw moment.isLocked
                ? OpsError(
                    "outbox", "the outbox cannot be written: \(error)", hint: "Nothing was sent: what became of it could not be recorded.",
                    exitCode: ExitCodes.inputOutput)
                : OpsError(
                    "outbox", "the outbox cannot be read: \(error)", hint: "Name it with --outbox FILE.", exitCode: ExitCodes.missingInput)
        }
    }

    /// Why this user cannot write down what becomes of events; nil when they can, or the outbox is not there.
    fileprivate var outboxTrouble: String? {
        WritingRight.trouble(configuration.absolute(configuration.outbox.value), user: world.identity.user)
    }
}

extension OpsError {
    /// Another retry has the outbox, perhaps for another Jarvis directory: 75, with who it is.
    init(lockedOutbox path: String) {
        let holders = (try? FileLocks.holders(of: path)) ?? []
        let who = holders.isEmpty ? "a process that cannot be seen from here" : holders.map(OpsError.words).joined(separator: ", ")
        self.init(
            "outbox-locked", Sanitizer.line("the outbox \(path) is locked by \(who)"),
            hint: "Nothing was sent. Wait for it, or end it" + (holders.first.map { ": kill \($0)" } ?? "."), exitCode: ExitCodes.locked)
    }

    /// `process 4711 (jarvis-ops mesh retry)`.
    private static func words(_ process: Int32) -> String {
        let arguments = (try? Files.read("/proc/\(process)/cmdline", limit: 1 << 16)) ?? []
        let command = arguments.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        return "process \(process)" + (command.isEmpty ? "" : " (\(command))")
    }
}
