internal import Mesh
internal import Planning

extension Judged {
    /// Whether the flag goes on here as one that was never on may: its name is typed, the listener is looked for afterwards, and after that
    /// the plan has the way back.
    func isFirstEnabling(_ flag: MeshFlag) -> Bool {
        guard change.confirmation == SmokeFacts.firstEnable else { return false }
        let later = plan.steps.dropFirst(index + 1)
        guard let look = later.firstIndex(where: { $0.probe == .listener && $0.standing == .usual }) else { return false }
        return later[look...].contains { step in
            guard step.standing == .remedy, let written = step.change?.operation.flagChange else { return false }
            return written.flag == flag && !written.isOn
        }
    }
}
