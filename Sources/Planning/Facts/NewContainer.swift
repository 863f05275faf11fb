public import Mesh

/// What docker-compose says that containers made now would be given, as far as the mesh's flags go.
///
/// It is not the whole truth: what the image sets, and the files that Jarvis loads itself at its start, come after it. So only a
/// name that is given decides.
public enum ContainerEnvironment: Sendable, Hashable {
    /// By service, the flag variables that it is given; an empty entry for a service that is given none.
    case asked([String: [String: String]])
    /// Why it could not be asked, or what it answers does not tell.
    case unknown(String)

    /// nil when that cannot be told: it was not asked, or the name is left to others.
    public func runs(_ flag: MeshFlag, in service: String) -> Bool? {
        guard case .asked(let services) = self, let values = services[service] else { return nil }
        // The older name counts where nobody sets the present one, and whether somebody does is not known.
        return values[flag.variable].flatMap(MeshFlags.reads)
    }

    /// Whether it was asked, and leaves the flag to others.
    public func leavesOpen(_ flag: MeshFlag, in service: String) -> Bool {
        guard case .asked(let services) = self, let values = services[service] else { return false }
        return values[flag.variable] == nil && values[flag.legacyVariable].map(MeshFlags.isTrue) != true
    }
}

extension Facts {
    /// Whether a container of the service made now would run with the flag; nil when that cannot be told.
    ///
    /// - Parameter other: another service than Jarvis's own; what is given to it by nobody, and stands nowhere in `.env`, is off there.
    public func newContainerRuns(_ flag: MeshFlag, other: String? = nil) -> Bool? {
        if let other, other != service.composeService {
            if service.newContainer.leavesOpen(flag, in: other), !flags[flag].mayBeOn { return false }
            return service.newContainer.runs(flag, in: other)
        }
        return service.composeService.flatMap { service.newContainer.runs(flag, in: $0) }
    }

    /// Whether docker-compose gives the flag to a new container, or may: then nobody says that it is off already.
    public func newContainerMayGive(_ flag: MeshFlag) -> Bool {
        guard let service = service.composeService, case .asked = self.service.newContainer else { return false }
        return self.service.newContainer.runs(flag, in: service) != false && !self.service.newContainer.leavesOpen(flag, in: service)
    }

    /// The flags that a recreation carries as off, so that it does not become the way in which one goes on: those that nobody gives to
    /// the new container, and those that the plan itself turned off. One that the running service reports on stays as it is where smoke checks cover it.
    public var leftOpen: [MeshFlag] {
        guard let service = service.composeService else { return [] }
        return MeshFlag.allCases.filter { flag in
            if turnedOff.contains(flag) { return true }
            // Turning one off is no way to another NATS for the other.
            if !turnedOff.isEmpty, isUnlooked(flag) { return true }
            guard self.service.newContainer.leavesOpen(flag, in: service) else { return false }
            return flags[flag].running != true || isUncovered(flag)
        }
    }

    private func isUncovered(_ flag: MeshFlag) -> Bool { smoke.map { $0.objection(for: flag) != nil } ?? true }

    /// Whether a container made now may run with a flag for another NATS, key or subject than it does now, which no smoke checks looked at.
    /// A unit cannot be pinned.
    func isUnlooked(_ flag: MeshFlag) -> Bool { service.meshDiffers && !service.isUnit && isUncovered(flag) }

    /// The same facts after the steps, as far as they turn flags off.
    func after(_ steps: [PlannedStep]) -> Facts {
        var facts = self
        for case (let flag, let isOn)? in steps.map({ $0.change?.operation.flagChange }) {
            if isOn { facts.turnedOff.remove(flag) } else { facts.turnedOff.insert(flag) }
        }
        return facts
    }

    /// The same facts after a variable of `.env` was written; nil takes it out.
    public func writing(_ name: String, _ value: String?) -> Facts {
        guard let flag = MeshFlag(variable: name) else { return self }
        var facts = self
        if name == flag.variable { facts.flags[flag].fileValue = value } else { facts.flags[flag].legacyFileValue = value }
        return facts
    }
}
