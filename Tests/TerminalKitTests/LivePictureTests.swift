import Synchronization
import TerminalKit
import TestSupport
import Testing

/// What was written, with ESC as `^`.
private final class Screen: Sendable {
    private let written = Mutex("")
    let size = Mutex((columns: 20, rows: 6))

    func surface(isTerminal: Bool = true) -> LiveSurface {
        LiveSurface(
            isTerminal: isTerminal, size: { self.size.withLock { $0 } }, write: { text in self.written.withLock { $0 += text } })
    }

    func take() -> String {
        written.withLock { text in
            defer { text = "" }
            return String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\u{1B}" ? "^" : $0 }))
        }
    }
}

@Suite(.ownThread) struct LivePictureTests {
    @Test("It is drawn in place, lines come and go, and the cursor comes back once") func golden() {
        let screen = Screen()
        let picture = LivePicture(screen.surface())
        picture.draw(["one", "two"])
        #expect(screen.take() == "^[?25lone^[K\ntwo^[K\n^[J")
        picture.draw(["one", "2", "three"])
        #expect(screen.take() == "^[2A\rone^[K\n2^[K\nthree^[K\n^[J")
        picture.draw(["only"])
        #expect(screen.take() == "^[3A\ronly^[K\n^[J")
        picture.end()
        #expect(screen.take() == "^[?25h")
        picture.end()
        picture.draw(["late"])
        #expect(screen.take() == "")
    }

    @Test("A line is narrower than the window, the picture lower, and both follow the window") func window() {
        let screen = Screen()
        let picture = LivePicture(screen.surface())
        #expect(picture.columns == 19)
        picture.draw((1...9).map { "\($0) " + String(repeating: "x", count: 30) })
        let first = screen.take()
        #expect(first.hasPrefix("^[?25l1 xxxxxxxxxxxxxxxx…^[K\n"))
        #expect(first.hasSuffix("4 xxxxxxxxxxxxxxxx…^[K\n^[J"))
        screen.size.withLock { $0 = (10, 3) }
        picture.draw(["0123456789", "b"])
        #expect(screen.take() == "^[4A\r01234567…^[K\n^[J")
    }

    @Test("Off a terminal nothing is written; without a drawing nothing has to be given back") func nothing() {
        let screen = Screen()
        let picture = LivePicture(screen.surface(isTerminal: false))
        picture.draw(["one"])
        picture.end()
        LivePicture(screen.surface()).end()
        #expect(screen.take() == "")
    }

    @Test("Whoever forgets it gives the cursor back all the same") func forgotten() {
        let screen = Screen()
        do {
            let picture = LivePicture(screen.surface())
            picture.draw(["one"])
        }
        #expect(screen.take().hasSuffix("^[?25h"))
    }
}
