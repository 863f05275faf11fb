internal import CCurl
internal import SystemKit

/// Drives one exchange at a time on the calling thread, with a libcurl multi handle, so that a deadline and a cancellation end any wait.
@safe final class TransferLoop {
    /// How an exchange came out of the loop.
    enum Outcome {
        case response(HTTPResponse)
        case failed(HTTPError)
        /// Still running when the loop ended; the error says where it was.
        case unfinished(HTTPError)
    }

    private let library: CurlLibrary
    // Owned: made in init, freed in deinit after the transfer was taken out.
    private let multi: UnsafeMutableRawPointer
    private var running: Exchange?

    init(_ library: CurlLibrary) throws(HTTPError) {
        guard let multi = unsafe ccurl_multi_new(library.table) else {
            throw HTTPError(.protocolError, "libcurl has no memory for a request")
        }
        self.library = library
        unsafe self.multi = unsafe multi
    }

    deinit {
        if let running { unsafe ccurl_multi_remove(library.table, multi, running.hop.pointer) }
        unsafe ccurl_multi_free(library.table, multi)
    }

    /// Runs an exchange until it is over, the deadline has passed or the run is cancelled; nil when it was not started.
    func run(_ exchange: Exchange, deadline: Deadline, cancellation: Cancellation) -> Outcome? {
        if cancellation.isCancelled || deadline.hasPassed { return nil }
        do { try start(exchange) } catch { return .failed(error) }
        while !cancellation.isCancelled && !deadline.hasPassed {
            guard unsafe ccurl_multi_perform(library.table, multi) == CURLM_OK else { break }
            let (any, outcome) = collect()
            if let outcome { return outcome }
            if any { continue }
            // libcurl shortens the wait itself when it has something to do earlier.
            let wait = min(deadline.pollTimeout, 1000)
            unsafe _ = ccurl_multi_poll(library.table, multi, cancellation.fileDescriptor, wait)
        }
        unsafe ccurl_multi_remove(library.table, multi, exchange.hop.pointer)
        running = nil
        return .unfinished(exchange.timedOut)
    }

    /// Takes out what has ended: whether there was something, and how the exchange came out where that was its last hop.
    private func collect() -> (any: Bool, outcome: Outcome?) {
        var any = false
        var code = CURLE_OK
        while let pointer = unsafe ccurl_multi_finished(library.table, multi, &code) {
            any = true
            guard let exchange = running else { continue }
            running = nil
            unsafe ccurl_multi_remove(library.table, multi, pointer)
            do {
                switch try exchange.ended(code) {
                case .again: try start(exchange)
                case .done(let response): return (any, .response(response))
                }
            } catch { return (any, .failed(error)) }
        }
        return (any, nil)
    }

    private func start(_ exchange: Exchange) throws(HTTPError) {
        guard unsafe ccurl_multi_add(library.table, multi, exchange.hop.pointer) == CURLM_OK else {
            throw HTTPError(.protocolError, "libcurl did not take the request")
        }
        running = exchange
    }
}
