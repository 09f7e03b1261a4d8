//! Ctrl-C at any point leaves the terminal as it was found.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use console::Term;

use crate::cli::failure::Failure;
use crate::cli::report;

/// Whether a person is being asked; whoever turns it off ends the asking.
static ASKING: AtomicBool = AtomicBool::new(false);
/// Whether another program has the terminal.
static ASIDE: AtomicBool = AtomicBool::new(false);
/// Whether an interrupt came.
static STOPPED: AtomicBool = AtomicBool::new(false);

/// Time for the wizard to end by itself, or to wait for the next key, in which it leaves the terminal
/// alone.
const GRACE: Duration = Duration::from_millis(200);

/// Asks; an interrupt ends the asking, and the terminal is as it was.
///
/// After the last answer an interrupt is ignored: the files are written whole, within milliseconds.
///
/// # Errors
/// Those of `ask`.
pub(super) fn guarded<T>(ask: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    ASKING.store(true, Ordering::SeqCst);
    end_on_interrupt();
    let result = ask();
    if !ASKING.swap(false, Ordering::SeqCst) {
        // The handler is ending the program.
        loop {
            thread::park();
        }
    }
    if matches!(result, Err(Failure::Interrupted)) {
        let _ = Term::stderr().show_cursor();
        report::tell("\n");
    }
    result
}

/// Runs another program that has the terminal; an interrupt is meant for that.
pub(super) fn aside<T>(run: impl FnOnce() -> T) -> T {
    ASIDE.store(true, Ordering::SeqCst);
    let done = run();
    ASIDE.store(false, Ordering::SeqCst);
    done
}

/// Whether an interrupt came, so that nothing more is asked.
pub(super) fn came() -> bool {
    STOPPED.load(Ordering::SeqCst)
}

/// A prompt that waits for a key mostly hears of the signal itself, and restores the terminal; where it
/// does not, the handler does.
fn end_on_interrupt() {
    #[cfg(unix)]
    let modes = rustix::termios::tcgetattr(std::io::stdin()).ok();
    // A second handler cannot be set; there is just this one, so an error changes nothing.
    let _ = ctrlc::set_handler(move || {
        if ASIDE.load(Ordering::SeqCst) {
            return;
        }
        STOPPED.store(true, Ordering::SeqCst);
        thread::sleep(GRACE);
        if !ASKING.swap(false, Ordering::SeqCst) {
            return;
        }
        #[cfg(unix)]
        if let Some(modes) = &modes {
            let _ = rustix::termios::tcsetattr(std::io::stdin(), rustix::termios::OptionalActions::Now, modes);
        }
        let _ = Term::stderr().show_cursor();
        report::tell("\ninterrupted, nothing was written\n");
        leave();
    });
}

/// The prompt waits for a key and cannot be told to stop.
#[allow(clippy::exit)]
fn leave() -> ! {
    std::process::exit(i32::from(Failure::Interrupted.code()))
}
