public import MailKit

extension AttemptOutcome {
    /// Reads why a mail was not taken. A reply of 4xx may pass, one of 5xx stays (RFC 5321, 4.2.1).
    public init(_ error: MailError) {
        switch error.kind {
        case .rejected(let code) where code < 500: self = .passing(error.message.oneLine, status: code, retryAfter: nil)
        case .rejected(let code): self = .refused(error.message.oneLine, status: code)
        case .nameNotResolved, .connectionRefused, .unreachable, .timedOut(wasConnected: false):
            self = .passing(error.message, status: nil, retryAfter: nil)
        case .connectionLost, .timedOut(wasConnected: true), .cancelled, .protocolError: self = .uncertain(error.message)
        case .invalid, .tls, .libraryMissing: self = .refused(error.message, status: nil)
        }
    }
}
