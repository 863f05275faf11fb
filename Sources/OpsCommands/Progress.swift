internal import Execution
internal import Synchronization
internal import SystemKit
internal import TerminalKit

/// Progress on standard error: one line a probe.
struct Progress: Sendable {
    private let lines: LiveLines?

    init(_ options: GlobalOptions, _ world: World) {
        let isQuiet = options.quiet || options.output != .text
        lines = isQuiet ? nil : LiveLines(world.standardError, environment: world.environment, isColoured: !options.noColor)
    }

    func handle(_ event: ProbeEvent) {
        switch event {
        case .started(let step): lines?.start(step.id, step.title)
        case .finished(let observation):
            lines?.finish(
                observation.id, Marks.mark(observation.state), observation.summary, milliseconds: observation.durationMilliseconds)
        }
    }

    func end() { lines?.end() }
}
