internal import Execution
internal import SystemKit
internal import TerminalKit

/// Progress on standard error: one plain line as each probe ends.
struct Progress: Sendable {
    private let stream: OutputStream?
    private let palette: Palette

    init(_ options: GlobalOptions, _ world: World) {
        stream = options.quiet || options.output != .text ? nil : world.standardError
        palette = Palette(for: world.standardError, environment: world.environment, isAllowed: !options.noColor)
    }

    func handle(_ event: ProbeEvent) {
        guard let stream, case .finished(let observation) = event else { return }
        let (mark, style) = Marks.mark(observation.state)
        let time = DurationText.of(milliseconds: observation.durationMilliseconds)
        try? stream.write("\(palette.paint(mark, style)) \(observation.id)  \(Sanitizer.line(observation.title))  \(palette.paint(time, .dim))\n")
    }

    func end() {}
}
