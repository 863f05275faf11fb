import TestSupport
import Testing

@testable import Runbook

/// The examples of each program, and what is looked through.
@Suite(.ownThread) struct ReadingProgramTests {
    private static let accepted = ReadingPrograms.all.flatMap(\.accepted)
    private static let refused = ReadingPrograms.all.flatMap(\.refused)

    @Test("What a program's page shows as read is read", arguments: accepted)
    func reads(line: String) { #expect(CommandClassifier.classify(line).effect == .read) }

    @Test("And what it shows as something else is not", arguments: refused)
    func refuses(line: String) { #expect(CommandClassifier.classify(line).effect != .read) }

    @Test(
        "What only runs another program does what that one does",
        arguments: [
            ("timeout 5 ls", .read), ("timeout -k 2 -s INT 10s df -h", .read), ("nice -n 5 ls", .read), ("time ls", .read),
            ("time ls | wc -l", .read), ("env LANG=C TZ=UTC date", .read), ("env LC_ALL=C NO_COLOR=1 ls", .read),
            ("timeout 5 docker compose ps", .read), ("timeout 5 curl -s http://localhost/", .read), ("timeout 5 rm x", .destroy),
            ("timeout 5 docker compose restart api", .change), ("time rm x", .destroy), ("timeout 5 timeout 5 ls", .read),
            ("timeout ls", .unknown), ("timeout --foreground 5 ls", .unknown), ("timeout -s '$(x)' 5 ls", .unknown),
            ("env PATH=/x ls", .unknown),
            ("env ls", .unknown), ("env -i ls", .unknown), ("env LANG=C", .unknown), ("env LANG=C sudo ls", .unknown),
            ("time -o x ls", .unknown),
            ("time ls > x", .unknown), ("time ls & rm x", .unknown), ("timeout 5 tail -f x", .unknown), ("timeout 5 ./ls", .unknown),
            ("timeout 5 sh -c ls", .unknown), ("timeout 5", .unknown), ("timeout 5 docker stats", .unknown),
            ("sudo timeout 5 ls", .unknown),
        ] as [(String, Effect)])
    func through(line: String, effect: Effect) { #expect(CommandClassifier.classify(line).effect == effect) }

    @Test("The page of commands is current; print CommandDocumentation.markdown() to renew it")
    func page() throws {
        #expect(String(decoding: try Checkout.read("docs/commands.md"), as: UTF8.self) == CommandDocumentation.markdown())
    }
}
