internal import Diagnosis
internal import JSONKit
internal import Redaction
internal import Runbook
internal import SystemKit
internal import TerminalKit

/// What is seen while it goes on: a picture on a terminal, a line a look elsewhere, an event a look for machines.
final class WatchView {
    enum Activity {
        case looking
        case waiting(Deadline)
        case over
    }

    private let settings: WatchSettings
    private let options: GlobalOptions
    private let world: World
    private let picture: LivePicture?
    private let events: EventStream
    /// Words that would have broken the picture.
    private var held: [String] = []

    init(_ settings: WatchSettings, run: String, _ options: GlobalOptions, _ world: World) {
        self.settings = settings
        self.options = options
        self.world = world
        events = EventStream(world.standardOutput, run: run)
        let palette = world.palette(for: world.standardOutput, options)
        let surface = LiveSurface.stream(world.standardOutput, palette: palette, environment: world.environment)
        picture = options.output == .text && !options.quiet && surface.isTerminal ? LivePicture(surface) : nil
    }

    /// Draws the picture; elsewhere there is nothing to say yet.
    func show(_ tally: WatchTally, _ activity: Activity) {
        guard let picture else { return }
        picture.draw(WatchPicture(settings, Output(options, world).page).lines(tally, activity, columns: picture.columns))
    }

    /// Says what a look found. Throws: `OpsError` when it cannot be written.
    func looked(_ look: WatchLook, _ tally: WatchTally) throws(OpsError) {
        do throws(SystemError) {
            switch options.output {
            case .text where picture == nil: try world.standardOutput.write(WatchPicture.line(look, Output(options, world).page) + "\n")
            case .jsonl:
                let data = world.redactor.redact(WatchSummary.look(look, clearInARow: tally.clearInARow))
                try events.send("ops.jarvis.watch.look.v1", subject: settings.incident.id, data)
            case .text, .json, .sarif, .github: break
            }
        } catch {
            throw OpsError("output", "the result cannot be written: \(error.reason)", exitCode: ExitCodes.inputOutput)
        }
    }

    /// True when a signal came. The picture tells the seconds.
    func wait(until deadline: Deadline, _ tally: WatchTally) -> Bool {
        guard picture != nil else { return world.cancellation.wait(until: deadline) }
        while !world.cancellation.isCancelled, !deadline.hasPassed {
            show(tally, .waiting(deadline))
            _ = world.cancellation.wait(until: Deadline.after(milliseconds: 1000).orEarlier(deadline))
        }
        return world.cancellation.isCancelled
    }

    /// A line beside the results, after the picture where there is one.
    func note(_ text: String) {
        if picture == nil { world.note(text) } else { held.append(text) }
    }

    /// Gives the cursor back, and says what was held. May be called again.
    func end() {
        picture?.end()
        for text in held { world.note(text) }
        held = []
    }
}
