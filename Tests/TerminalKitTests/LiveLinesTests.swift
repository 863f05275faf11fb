import Synchronization
import SystemKit
import TerminalKit
import TestSupport
import Testing

/// A screen that only remembers the bytes, and a clock that stands still until told.
private final class Stage: Sendable {
    private let written = Mutex("")
    private let time = Mutex(MonotonicTime(nanoseconds: 0))

    func advance(_ milliseconds: Double) { time.withLock { $0 = $0.adding(milliseconds: milliseconds) } }

    /// The bytes since the last call, with ESC as `^`.
    func take() -> String {
        written.withLock { text in
            defer { text = "" }
            return String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\u{1B}" ? "^" : $0 }))
        }
    }

    func surface(isTerminal: Bool, palette: Palette = .plain, columns: Int = 80, rows: Int = 24) -> LiveSurface {
        LiveSurface(
            isTerminal: isTerminal, palette: palette, size: { (columns, rows) }, now: { self.time.withLock { $0 } },
            write: { text in self.written.withLock { $0 += text } })
    }
}

@Suite(.ownThread) struct LiveLinesTests {
    @Test("On a terminal a line changes in place, ends with a mark, and the cursor comes back") func golden() {
        let stage = Stage()
        let live = LiveLines(stage.surface(isTerminal: true), ticks: false)
        let logs = live.start("api/diagnosis.2", detail: "logs…")
        #expect(stage.take() == "^[?25l◐ api/diagnosis.2  logs…  0.0 s^[K\n^[J")
        let health = live.start("api/d.3")
        #expect(stage.take() == "^[1A\r◐ api/diagnosis.2  logs…  0.0 s^[K\n◐ api/d.3          0.0 s^[K\n^[J")
        stage.advance(1200)
        live.update(health, detail: "GET /health")
        #expect(stage.take() == "")
        live.refresh()
        #expect(stage.take() == "^[2A\r◑ api/diagnosis.2  logs…  1.2 s^[K\n◑ api/d.3          GET /health  1.2 s^[K\n^[J")
        live.finish(health, .good, detail: "200")
        #expect(stage.take() == "^[2A\r◑ api/diagnosis.2  logs…  1.2 s^[K\n✓ api/d.3          200  1.20 s^[K\n^[J")
        live.note("look here")
        #expect(stage.take() == "^[2A\rlook here^[K\n◑ api/diagnosis.2  logs…  1.2 s^[K\n✓ api/d.3          200  1.20 s^[K\n^[J")
        stage.advance(100)
        live.finish(logs, .bad, detail: "3 errors")
        // Both have ended: they are left on the screen, and the block is empty.
        #expect(stage.take() == "^[2A\r✗ api/diagnosis.2  3 errors  1.30 s^[K\n✓ api/d.3          200  1.20 s^[K\n^[J")
        live.refresh()
        #expect(stage.take() == "")
        live.end()
        #expect(stage.take() == "^[?25h")
        live.end()
        #expect(stage.take() == "")
    }

    @Test("Elsewhere there is one plain line when a thing ends, and nothing else") func plain() {
        let stage = Stage()
        let live = LiveLines(stage.surface(isTerminal: false), ticks: true)
        let first = live.start("first", detail: "working")
        let second = live.start("second")
        stage.advance(310)
        live.update(first, detail: "still")
        live.finish(second, .unknown, detail: "redis-cli is missing")
        live.finish(second, .good)
        live.note("a note")
        live.finish(first, .good)
        live.end()
        #expect(stage.take() == "? second  redis-cli is missing  0.31 s\na note\n✓ first  0.31 s\n")
    }

    @Test("Ending early keeps what runs, and gives the cursor back; so does letting go") func early() {
        let stage = Stage()
        var live: LiveLines? = LiveLines(stage.surface(isTerminal: true), ticks: false)
        _ = live?.start("a")
        _ = stage.take()
        live = nil
        #expect(stage.take() == "^[1A\r◐ a  0.0 s^[K\n^[J^[?25h")
    }

    @Test("Foreign text cannot steer the terminal, and no line is wider than the screen", arguments: [10, 20, 40, 80])
    func narrow(_ columns: Int) {
        let stage = Stage()
        let live = LiveLines(stage.surface(isTerminal: true, columns: columns), ticks: false)
        let line = live.start("日本語\u{1B}[2J\nlabel that is long", detail: String(repeating: "x", count: 200))
        stage.advance(3_599_000)
        live.finish(line, .warning, detail: "\u{9B}31m\u{7}" + String(repeating: "y", count: 200))
        let text = stage.take()
        #expect(!text.contains("^[2J") && !text.contains("\u{9B}") && !text.contains("\u{7}"))
        for line in text.split(separator: "\n") {
            var bare = String(line)
            for code in ["^[?25l", "^[1A", "\r", "^[K", "^[J"] {
                while let range = bare.firstRange(of: code) { bare.removeSubrange(range) }
            }
            #expect(DisplayWidth.of(bare) < columns, "\(line)")
        }
    }

    @Test("A block higher than the window says how many more there are, and lets ended lines go") func tall() {
        let stage = Stage()
        let live = LiveLines(stage.surface(isTerminal: true, rows: 5), ticks: false)
        let handles = (1...5).map { live.start("step \($0)") }
        _ = stage.take()
        live.refresh()
        #expect(stage.take() == "^[3A\r◐ step 1  0.0 s^[K\n◐ step 2  0.0 s^[K\n  … 3 more^[K\n^[J")
        live.finish(handles[3], .good)
        #expect(stage.take() == "^[3A\r✓ step 4  0 ms^[K\n◐ step 1  0.0 s^[K\n◐ step 2  0.0 s^[K\n  … 2 more^[K\n^[J")
    }

    @Test("Colours by outcome") func colours() {
        let stage = Stage()
        let live = LiveLines(stage.surface(isTerminal: false, palette: .coloured), ticks: false)
        live.finish(live.start("a"), .good)
        live.finish(live.start("b"), .bad, detail: "down")
        #expect(stage.take() == "^[32m✓^[0m a  ^[2m0 ms^[0m\n^[31;1m✗^[0m b  down  ^[2m0 ms^[0m\n")
    }

    @Test("Many threads at once: every line ends exactly once") func threads() throws {
        let stage = Stage()
        let live = LiveLines(stage.surface(isTerminal: true, rows: 500), ticks: true)
        let workers = try (0..<8).map { worker in
            try BlockingThread {
                for step in 0..<20 {
                    let handle = live.start("w\(worker).\(step).", detail: "…")
                    live.update(handle, detail: "half")
                    live.finish(handle, .good, detail: "done")
                }
                return true
            }
        }
        #expect(workers.allSatisfy { $0.value() })
        live.end()
        let text = stage.take()
        for worker in 0..<8 {
            for step in 0..<20 { #expect(text.contains("✓ w\(worker).\(step).")) }
        }
        #expect(text.hasSuffix("^[?25h"))
        #expect(!text.hasSuffix("^[?25h^[?25h"))
    }

    @Test("The ticker draws by itself, and stops at the end") func ticker() throws {
        let drawn = try Cancellation()
        let count = Mutex(0)
        let surface = LiveSurface(isTerminal: true) { text in
            let number = count.withLock {
                $0 += 1
                return $0
            }
            // The first drawing is the start's own.
            if number >= 3 { drawn.cancel() }
        }
        let live = LiveLines(surface)
        _ = live.start("a")
        #expect(drawn.wait(until: .after(milliseconds: 10_000)))
        live.end()
        let atEnd = count.withLock { $0 }
        live.refresh()
        #expect(count.withLock { $0 } == atEnd)
    }
}
