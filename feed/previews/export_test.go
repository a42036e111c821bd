package previews

// Renew fetches one video at once.
var Renew = (*Fetcher).renew

// Queued is how many videos wait to be fetched, Busy how many of them wait or are being fetched.
func (f *Fetcher) Queued() int { return len(f.queue) }

func (f *Fetcher) Busy() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.busy)
}

const Wanted = wanted
