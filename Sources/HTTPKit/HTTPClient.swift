public import SystemKit

/// Sends HTTP/1.1 requests with libcurl, which is loaded at the first one. Safe to use from several threads; each call blocks its own.
public struct HTTPClient: Sendable {
    public init() {}

    /// Sends one request and waits for the whole answer.
    ///
    /// - Throws: `HTTPError`. A status of 400 or more is an answer and no error.
    public func send(_ request: HTTPRequest, deadline: Deadline, cancellation: Cancellation) throws(HTTPError) -> HTTPResponse {
        let library = try CurlLibrary.shared.get()
        let loop = try TransferLoop(library)
        switch loop.run(try Exchange(library, request), deadline: deadline, cancellation: cancellation) {
        case .response(let response): return response
        case .failed(let error): throw error
        case .unfinished(let error): throw cancellation.isCancelled ? cancelled(request) : error
        case nil: throw cancellation.isCancelled ? cancelled(request) : .timedOut(.connect, request.url)
        }
    }
}

private func cancelled(_ request: HTTPRequest) -> HTTPError {
    HTTPError(.cancelled, "the request to \(request.url.origin) was cancelled")
}
