import fc from 'fast-check'

/** Where a change is judged, it is judged by what it changes: the same random cases each time. New ones come elsewhere. */
if (process.env.CI) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 1 })
