/**
 * What `react` is here. A library that takes it as a whole (`import React`) is given the module, of which the build leaves out what
 * nobody uses; the object that Preact itself exports for that would bring all of it.
 */
export * from 'preact/compat'
export * as default from 'preact/compat'
