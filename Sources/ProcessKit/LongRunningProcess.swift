internal import Synchronization
internal import SystemKit

/// A child that goes on until it is stopped: a server for a drill.
///
/// Whoever starts it stops it; one that is forgotten is killed when its last reference goes.
public final class LongRunningProcess: Sendable {
    /// Where its outputs go.
    public enum Output: Sendable {
        /// Kept in memory, head and tail.
        case captured(OutputLimits)
        /// Both to the end of this file, which is created with mode 0600.
        case file(String)
        /// To where this program's own go; it reads this program's input.
        case inherited
    }

    public let pid: Int32
    private let child: ChildProcess
    private let standardOutputCapture: OutputCapture
    private let standardErrorCapture: OutputCapture
    private let stopReading: Cancellation
    private let reader: BlockingThread<Void>?
    private let stopped = Mutex<Ending?>(nil)

    /// Starts it. Throws: `ProcessError`.
    public init(_ command: Command, output: Output = .captured(.standard)) throws(ProcessError) {
        var limits = OutputLimits.standard
        var destination = ChildProcess.Destination.pipes
        switch output {
        case .captured(let wanted): limits = wanted
        case .file(let path): destination = .file(path)
        case .inherited: destination = .inherited
        }
        do throws(SystemError) {
            stopReading = try Cancellation()
        } catch {
            throw .cannotStart(command.executable, error)
        }
        let child = try ChildProcess.start(command, writingTo: destination)
        self.child = child
        pid = child.handle.pid
        let standardOutput = OutputCapture(limits)
        let standardError = OutputCapture(limits)
        standardOutputCapture = standardOutput
        standardErrorCapture = standardError
        guard child.output != nil || child.input != nil else {
            reader = nil
            return
        }
        do throws(SystemError) {
            reader = try BlockingThread { [stopReading, input = command.input] in
                var pump = Pump(child, input: input, output: standardOutput, error: standardError)
                while !stopReading.isCancelled, !pump.isDrained || pump.hasInput {
                    pump.wait(beside: [stopReading.fileDescriptor], until: .after(milliseconds: 3_600_000))
                }
            }
        } catch {
            var pump = Pump(child, input: [], output: standardOutput, error: standardError)
            _ = child.finish(.cancelled, .immediate, &pump)
            throw .cannotStart(command.executable, error)
        }
    }

    deinit { _ = stop(.immediate) }

    /// How its first process ended by itself; nil while it is alive.
    public var ending: Ending? { child.handle.ending() }

    /// Whether its first process is alive.
    public var isRunning: Bool { !child.handle.hasEnded }

    /// Becomes readable when its first process has ended.
    public var fileDescriptor: Int32 { child.handle.fileDescriptor }

    /// What it has written so far; empty when it writes to a file.
    public var standardOutput: CapturedOutput { standardOutputCapture.output }
    public var standardError: CapturedOutput { standardErrorCapture.output }

    /// Ends it and all that descends from it; may be called again, then only tells how it ended.
    ///
    /// Blocks for the teardown's graces at most and a moment. Returns how the first process ended: by itself before it was
    /// asked, else `.cancelled`.
    @discardableResult
    public func stop(_ teardown: Teardown = .standard) -> Ending {
        stopped.withLock { stopped in
            if let stopped { return stopped }
            let ending = child.handle.ending() ?? .cancelled
            stopReading.cancel()
            reader?.value()
            var pump = Pump(child, input: [], output: standardOutputCapture, error: standardErrorCapture)
            _ = child.finish(ending, teardown, &pump)
            stopped = ending
            return ending
        }
    }
}
