/// Lends texts as C sees them: two lists, each packed into one block with a NUL after every text, a path, and a path that may
/// be missing. The pointers live as long as the call.
func withCTexts<Result>(
    _ first: [String], _ second: [String], _ path: String, _ optional: String?,
    _ body: (UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>, UnsafePointer<CChar>?) -> Result
) -> Result {
    // Each buffer outlives the closures inside it, and nobody keeps a pointer.
    unsafe packed(first).withUnsafeBufferPointer { one in
        unsafe packed(second).withUnsafeBufferPointer { two in
            unsafe path.withCString { path in
                guard let optional else { return unsafe body(one.baseAddress, two.baseAddress, path, nil) }
                return unsafe optional.withCString { unsafe body(one.baseAddress, two.baseAddress, path, $0) }
            }
        }
    }
}

private func packed(_ texts: [String]) -> [CChar] { texts.flatMap { Array($0.utf8CString) } }
