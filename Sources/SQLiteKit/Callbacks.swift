internal import CSQLite
internal import SystemKit

// The pointer is the connection's own StatementContext, which outlives the handle it was given to.
private func context(_ pointer: UnsafeMutableRawPointer?) -> StatementContext? {
    unsafe pointer.map { unsafe Unmanaged<StatementContext>.fromOpaque($0).takeUnretainedValue() }
}

private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    // SQLite's operands are NUL-terminated or null, and valid during the call.
    unsafe pointer.map { unsafe String(cString: $0) }
}

func authorize(
    _ pointer: UnsafeMutableRawPointer?, _ code: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?,
    _ database: UnsafePointer<CChar>?, _ trigger: UnsafePointer<CChar>?
) -> Int32 {
    guard let context = unsafe context(pointer) else { return SQLITE_DENY }
    let action = unsafe StatementAction(code: code, first: text(first), second: text(second))
    if let refusal = ReadOnlyRules.refusal(action) {
        context.refusal = context.refusal ?? refusal
        return SQLITE_DENY
    }
    if code == SQLITE_PRAGMA { context.pragmas.append((action.first ?? "").lowercased()) } else { context.doesMore = true }
    return SQLITE_OK
}

/// Called while another connection holds the lock: waits a little and tries again until the statement's time is over.
func waitForLock(_ pointer: UnsafeMutableRawPointer?, _ attempt: Int32) -> Int32 {
    guard let context = unsafe context(pointer), context.ending == nil else { return 0 }
    let pause = Deadline.after(milliseconds: min(1 + Double(attempt), 25))
    _ = context.cancellation.wait(until: pause.orEarlier(context.deadline))
    return context.ending == nil ? 1 : 0
}
