internal import Mesh
public import Runbook

/// The runbook's rollback playbook of the mesh as one plan: flags off, attestation first; the configuration back; the image tag back; the
/// services brought up; what must be true afterwards.
///
/// What cannot be done here and now is a step that waits: it never keeps the flags from going off.
public enum RollbackPlanner {
    /// The name that is typed for all of it.
    public static let confirmation = "mesh"
    private static let off = FlagGoal([.sync, .attestation], isOn: false)

    /// - Parameter steps: those of the runbook's section.
    public static func plan(_ steps: [Step], _ facts: Facts) -> Plan {
        let flags = off.flags.map { flag in
            let step = steps.first { names(flag, $0) }
            return FlagPlanner.write(
                flag, false, facts, id: step?.id ?? "mesh/rollback.\(flag.word)", step: step, confirmation: confirmation)
        }
        let configuration = self.configuration(steps, facts)
        let image = self.image(steps, facts)
        let changes = flags + [configuration, image]
        let isChanged = changes.contains { $0.change.map { !$0.isAlreadySo } ?? false }
        let id = services(steps)?.id ?? "mesh/rollback.services"
        var all = changes
        let others = FlagPlanner.others(of: off, facts)
        if isChanged || !isRunning(facts) || off.flags.contains(where: facts.newContainerMayGive) || !others.isEmpty {
            let up = bringUp(id, facts)
            all =
                (up.change == nil ? [] : FlagPlanner.captures(facts)) + changes + FlagPlanner.given(off, facts, id: id) + [up]
                + FlagPlanner.orphans(off, facts, id: id)
        }
        return Plan(subject: "mesh", steps: all + verification(id))
    }

    private static func names(_ flag: MeshFlag, _ step: Step) -> Bool {
        if case .flag(let name, _) = step.action { MeshFlag(variable: name) == flag } else { false }
    }

    private static func services(_ steps: [Step]) -> Step? {
        steps.first { step in
            if case .compose? = step.suggestion?.action { return true }
            if case .compose = step.action { return true }
            return false
        }
    }

    /// Whether the service is known to run with both flags off, and from the image that is wanted.
    private static func isRunning(_ facts: Facts) -> Bool {
        let image = facts.rollback.image
        return off.flags.allSatisfy { facts.flags[$0].running == false }
            && (image.configured == nil || image.running == image.configured)
    }

    private static func configuration(_ steps: [Step], _ facts: Facts) -> PlannedStep {
        let step = steps.first { $0.action.kind == .file }
        let id = step?.id ?? "mesh/rollback.configuration"
        guard let revert = facts.rollback.configuration else {
            return note(id, "The configuration stays: \(facts.rollback.configurationWords)")
        }
        let change = Change.file(revert.path, revert.content, found: revert.sha256, confirmation: confirmation, shown: revert.diff)
        return PlannedStep.act(id, "Put \(revert.path) back to \(revert.source)", change)
    }

    private static func image(_ steps: [Step], _ facts: Facts) -> PlannedStep {
        let image = facts.rollback.image
        let step =
            steps.first { $0.action == .named(.imageTag) } ?? steps.first { $0.action == .manual && $0.text.lowercased().contains("tag") }
        let id = step?.id ?? "mesh/rollback.image"
        let title = step?.title ?? "Go back to the last stable image tag"
        guard let wanted = image.wanted else {
            return person(id, title, "no tag is known to be stable: no healthy run recorded one; name it with --tag TAG")
        }
        if image.configured == wanted { return note(id, "The image tag is \(wanted) already (\(image.source ?? "asked for"))") }
        if case .missing(let why) = image.availability {
            let name = image.name.map { "\($0):\(wanted)" } ?? wanted
            return person(
                id, "Go back to image tag \(wanted)",
                "\(name) is not here, and cannot be pulled: \(why); build, load or pull it, then: jarvis-ops rollback mesh --tag \(wanted)")
        }
        if case .unknown(let why) = image.availability, image.name != nil {
            return person(
                id, "Go back to image tag \(wanted)",
                "whether there is \(image.name ?? ""):\(wanted) cannot be seen: \(why); once an engine answers: "
                    + "jarvis-ops rollback mesh --tag \(wanted)")
        }
        guard let place = image.place, image.obstacle == nil else {
            return person(id, "\(title): \(wanted)", image.obstacle ?? "the compose file names no tag that could be written")
        }
        let change =
            switch place {
            case .variable(let name, let value):
                Change.variable(name, to: wanted, found: value, confirmation: confirmation)
            case .file(let path, let sha256, let content, let diff):
                Change.file(path, content, found: sha256, confirmation: confirmation, shown: diff)
            }
        return PlannedStep.act(id, "Go back to image tag \(wanted) (\(image.source ?? "asked for"))", change, kind: .compose)
    }

    private static func bringUp(_ id: String, _ facts: Facts) -> PlannedStep {
        let title = "Bring the services up with the old configuration"
        guard let service = facts.service.composeService else {
            return person(id, title, facts.service.unnamed ?? "no compose service is known")
        }
        guard facts.service.engineAnswers else {
            return FlagPlanner.waiting(
                id, title, facts, byHand: facts.service.isUnit ? "systemctl restart \(service)" : "docker-compose up -d")
        }
        let change = Change(
            .bringUp(service: service, pinnedOff: FlagPlanner.pinned(off, facts), others: FlagPlanner.others(of: off, facts)),
            postchecks: [Verification(.apiReady), FlagPlanner.writes(facts)], settledBy: FlagPlanner.running(off),
            confirmation: confirmation)
        return PlannedStep.act(id, title, change, kind: .compose, timeoutMilliseconds: 180_000)
    }

    private static func verification(_ id: String) -> [PlannedStep] {
        [
            PlannedStep.check(id + ".flags", "See that the service runs without the mesh", FlagPlanner.running(off), standing: .always),
            PlannedStep.check(id + ".writes", "See that memory writes go on", .memoryWrites, standing: .closing),
            PlannedStep.check(id + ".report", "See that the capability report has no mesh failure", .meshReport, standing: .always),
        ]
    }

    private static func person(_ id: String, _ title: String, _ because: String) -> PlannedStep {
        PlannedStep.manual(id, "\(ResolutionPlanner.withoutFullStop(title)) (\(because))", isAsked: true)
    }

    /// Nothing is to be done.
    private static func note(_ id: String, _ title: String) -> PlannedStep {
        PlannedStep.manual(id, title)
    }
}
