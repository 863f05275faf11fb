internal import Synchronization
internal import SystemKit

/// One line for each thing that runs. On a terminal the lines change in place; elsewhere a line is printed when its thing ends.
///
/// Safe to use from any thread. Call `end()` when all is done or the process is about to stop: it gives the cursor back.
public final class LiveLines: Sendable {
    /// Names one line.
    public struct Handle: Sendable, Hashable { fileprivate let id: Int }

    private let core: Core
    private let ticks: Bool

    /// - Parameter ticks: false for tests, which draw with `refresh()`.
    public init(_ surface: LiveSurface, ticks: Bool = true) {
        core = Core(surface)
        self.ticks = ticks
    }

    deinit { core.end() }

    /// A new line. The texts may be foreign: they are made safe, and cut to the width.
    public func start(_ label: String, detail: String = "") -> Handle {
        let id = core.start(Sanitizer.line(label), Sanitizer.line(detail))
        if ticks { core.startTicker() }
        return Handle(id: id)
    }

    /// A word about what the thing does now. Ignored when it has ended.
    public func update(_ handle: Handle, detail: String) { core.update(handle.id, Sanitizer.line(detail)) }

    /// The thing ended. Only the first end counts.
    public func finish(_ handle: Handle, _ outcome: Outcome, detail: String = "") {
        core.finish(handle.id, outcome, Sanitizer.line(detail))
    }

    /// Prints lines of its own above the running ones.
    public func note(_ text: String, _ style: Style? = nil) { core.note(text, style) }

    /// Draws the running lines with the present time.
    public func refresh() { core.refresh() }

    /// Draws a last time and gives the cursor back. Lines that still run stay as they are. May be called again.
    public func end() { core.end() }
}

/// What the ticker shares with the owner; the owner's `deinit` ends it.
private final class Core: Sendable {
    private struct State {
        var block: LiveBlock
        var nextID = 0
        var isEnded = false
        var stop: Cancellation?
    }

    private let surface: LiveSurface
    private let state: Mutex<State>

    init(_ surface: LiveSurface) {
        self.surface = surface
        state = Mutex(State(block: LiveBlock(palette: surface.palette)))
    }

    func start(_ label: String, _ detail: String) -> Int {
        state.withLock { state in
            state.nextID += 1
            state.block.add(LiveBlock.Line(id: state.nextID, label: label, detail: detail, start: surface.now()))
            if surface.isTerminal { draw(&state) }
            return state.nextID
        }
    }

    /// The next tick shows it: a thing that reports often must not make the screen flicker.
    func update(_ id: Int, _ detail: String) {
        state.withLock { state in _ = state.block.change(id) { $0.detail = detail } }
    }

    func finish(_ id: Int, _ outcome: Outcome, _ detail: String) {
        state.withLock { state in
            let now = surface.now()
            let changed = state.block.change(id) { line in
                line.detail = detail
                line.end = (outcome, now)
            }
            guard changed else { return }
            if surface.isTerminal { return draw(&state) }
            if let line = state.block.lines.first(where: { $0.id == id }) {
                surface.write(state.block.text(line, now: now, columns: nil) + "\n")
            }
            state.block.remove(id)
        }
    }

    func note(_ text: String, _ style: Style?) {
        let lines = surface.palette.paint(text, style).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        state.withLock { state in
            guard surface.isTerminal, !state.block.lines.isEmpty, !state.isEnded else {
                return surface.write(lines.map { $0 + "\n" }.joined())
            }
            draw(&state, notes: lines)
        }
    }

    func refresh() {
        state.withLock { state in
            if surface.isTerminal, !state.block.lines.isEmpty { draw(&state) }
        }
    }

    func end() {
        let stop = state.withLock { state -> Cancellation? in
            guard !state.isEnded else { return nil }
            if surface.isTerminal {
                if !state.block.lines.isEmpty { draw(&state) }
                let closing = state.block.close()
                if !closing.isEmpty { surface.write(closing) }
            }
            state.isEnded = true
            return state.stop
        }
        stop?.cancel()
    }

    private func draw(_ state: inout State, notes: [String] = []) {
        guard !state.isEnded else { return }
        let size = surface.size()
        surface.write(state.block.draw(now: surface.now(), columns: size.columns, rows: size.rows, notes: notes))
    }

    // MARK: Ticker

    private static let tickMilliseconds = 100.0

    /// Starts the thread that draws, once, and only where drawing again makes sense. Without a thread the lines change only
    /// when something starts or ends.
    func startTicker() {
        guard surface.isTerminal else { return }
        let stop = state.withLock { state -> Cancellation? in
            guard state.stop == nil, !state.isEnded else { return nil }
            state.stop = try? Cancellation()
            return state.stop
        }
        guard let stop else { return }
        _ = try? BlockingThread { [self] in
            while !stop.wait(until: .after(milliseconds: Self.tickMilliseconds)) { refresh() }
        }
    }
}
