internal import Synchronization
internal import SystemKit

/// What is said as soon as a signal comes while a plan is carried out: what is still waited for, how long at most, and how to end it.
final class StoppingNote: Sendable {
    private struct State {
        var act: (id: String, deadline: Deadline)?
        var wasSignalled = false
    }

    private let say: @Sendable (String, _ isWaitedFor: Bool) -> Void
    private let state = Mutex(State())

    init(_ say: @escaping @Sendable (String, _ isWaitedFor: Bool) -> Void) { self.say = say }

    @Sendable func acting(_ id: String, until deadline: Deadline) {
        let isLate = state.withLock { state in
            state.act = (id, deadline)
            return state.wasSignalled
        }
        // The signal came between the look for it and the act.
        if isLate { speak((id, deadline)) }
    }

    func actEnded() { state.withLock { $0.act = nil } }

    func signalCame() {
        let act = state.withLock { state in
            state.wasSignalled = true
            return state.act
        }
        speak(act)
    }

    private static let first = "stopping: what is in hand is finished first, nothing after it is begun"

    private func speak(_ act: (id: String, deadline: Deadline)?) {
        let rest = act.map { min($0.deadline.remainingMilliseconds, SignalWatch.patienceMilliseconds) } ?? 0
        guard let act, rest > 0 else { return say(Self.first, false) }
        let seconds = Int((rest / 1000).rounded(.up))
        say(
            Self.first + ". \(act.id) is given at most \(seconds) s; another signal, a second from now or later, ends it too", true)
    }
}
