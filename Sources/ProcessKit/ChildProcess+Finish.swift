extension ChildProcess {
    /// The end of every command: ends what is left of it, takes what lies in its pipes, reaps it. Returns how many processes
    /// besides the command itself had to be ended.
    ///
    /// - Parameter ending: how it ended; `.timedOut` and `.cancelled` mean that it still has to be ended.
    func finish(_ ending: Ending, _ teardown: Teardown, _ pump: inout Pump) -> Int {
        ChildRegistry.shared.retire(handle.pid)
        pump.closeInput()
        let mustStop = ending == .timedOut || ending == .cancelled
        var leftBehind = 0
        if mustStop || !pump.isDrained || Subreaper.mayHaveOrphans(of: kinship) {
            var family = ProcessFamily(self)
            leftBehind = family.end(teardown, &pump)
        }
        // Not until end-of-file: someone who is not ours may hold the pipe.
        pump.takeRest()
        ChildRegistry.shared.forget(handle.pid)
        // A process that even KILL could not end yet (it hangs in the kernel) is reaped as an orphan by a later run.
        _ = handle.reap()
        return leftBehind
    }
}
