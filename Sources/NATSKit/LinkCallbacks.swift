internal import CNATS

// What libnats calls to be told when its socket can be read or written. The context is a number of Link.all; a link that is gone
// is simply not found. `reading` and `detaching` have nothing to do: the loop polls until it ends by itself.

func attachSocket(
    _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ context: UnsafeMutableRawPointer?, _: OpaquePointer?, _ socket: natsSock
) -> natsStatus {
    guard let link = Link.all[UInt(bitPattern: context)] else { return NATS_ERR }
    // libnats's own place for what the other callbacks get.
    unsafe data?.pointee = unsafe context
    cnats_close_on_exec(socket)
    link.attach(socket)
    return NATS_OK
}

func reading(_: UnsafeMutableRawPointer?, _: Bool) -> natsStatus { NATS_OK }

func writing(_ context: UnsafeMutableRawPointer?, _ wanted: Bool) -> natsStatus {
    Link.all[UInt(bitPattern: context)]?.wantWriting(wanted)
    return NATS_OK
}

func detaching(_: UnsafeMutableRawPointer?) -> natsStatus { NATS_OK }
