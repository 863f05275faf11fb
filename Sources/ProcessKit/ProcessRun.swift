public import SystemKit

/// Runs a command to its end.
public enum ProcessRun {
    /// How long a program that has exited is listened to when someone else still holds its output, in milliseconds.
    private static let drainMilliseconds = 200.0

    /// Starts the command, waits for it, and leaves nothing of it behind.
    ///
    /// Blocks its thread. Returns as soon as the command has ended by itself; else, from the deadline or the cancellation on,
    /// within the teardown's graces and a moment. What the command started and left running is ended too.
    /// Throws: `ProcessError` when it cannot be started; any ending of a started command is a result.
    public static func run(
        _ command: Command, deadline: Deadline, cancellation: Cancellation, teardown: Teardown = .standard,
        limits: OutputLimits = .standard
    ) throws(ProcessError) -> ProcessResult {
        let begin = MonotonicTime.now()
        if cancellation.isCancelled { return .notStarted(.cancelled) }
        if deadline.hasPassed { return .notStarted(.timedOut) }

        let child = try ChildProcess.start(command, writingTo: .pipes)
        var pump = Pump(child, input: command.input, output: OutputCapture(limits), error: OutputCapture(limits))
        let ending = wait(for: child.handle, &pump, deadline, cancellation)
        drain(&pump, cancellation, ending)
        let leftBehind = child.finish(ending, teardown, &pump)
        return ProcessResult(
            ending: ending, standardOutput: pump.output.output, standardError: pump.error.output,
            durationMilliseconds: MonotonicTime.now().milliseconds(since: begin), leftBehind: leftBehind)
    }

    private static func wait(
        for handle: ProcessHandle, _ pump: inout Pump, _ deadline: Deadline, _ cancellation: Cancellation
    ) -> Ending {
        while true {
            if let ending = handle.ending() { return ending }
            if cancellation.isCancelled { return .cancelled }
            if deadline.hasPassed { return .timedOut }
            pump.wait(beside: [handle.fileDescriptor, cancellation.fileDescriptor], until: deadline)
        }
    }

    /// Usually everything lies in the pipes already, and this takes no time.
    private static func drain(_ pump: inout Pump, _ cancellation: Cancellation, _ ending: Ending) {
        if ending == .timedOut || ending == .cancelled { return }
        let deadline = Deadline.after(milliseconds: drainMilliseconds)
        while !pump.isDrained, !deadline.hasPassed, !cancellation.isCancelled {
            pump.wait(beside: [cancellation.fileDescriptor], until: deadline)
        }
    }
}
