internal import Glibc
internal import SystemKit
internal import Testing

/// Writes how long each test ran into the file that `TEST_TIMES` names, a line each: `SECONDS TAB SUITE/TEST`.
///
/// The test library's own figures count the time that a test waited for its turn.
struct TestWatch {
    private static let file: Int32? = ProcessEnvironment.snapshot()["TEST_TIMES"].map {
        open($0, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    }

    private let file: Int32
    private let began = ContinuousClock.now

    static func start() -> TestWatch? { file.map { TestWatch(file: $0) } }

    func stop(_ test: Test) {
        let spent = (ContinuousClock.now - began) / .seconds(1)
        let line = Array("\(spent)\t\(test.id)\n".utf8)
        // One write of one short line: appended whole, whoever else writes.
        _ = write(file, line, line.count)
    }
}
